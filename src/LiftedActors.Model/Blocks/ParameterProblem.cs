using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Blocks;

/// <summary>
/// The problem of a block Θ_ℓ: f = the mean over the batch of the term of layer ℓ, and h(Θ) = |Θ − Θᵏ|²/(2τ), the proximal term of
/// the implicit stochastic gradient; h = 0 for τ = ∞. Source: docs/mathematics.md §5.2, §7.
/// </summary>
/// <param name="device">Where the values lie.</param>
/// <param name="anchor">Θᵏ; not read for τ = ∞.</param>
/// <param name="proximalStep">τ in (0, ∞].</param>
internal sealed class ParameterProblem(ComputeDevice device, DeviceMatrix anchor, double proximalStep) : BlockProblem
{
    private readonly List<DeviceParameters> _summands = [];
    private Real _share;
    private DeviceMatrix _current = Matrix.Empty;
    private DeviceMatrix _next = Matrix.Empty;

    public override double StrongConvexity => 1 / proximalStep;

    public override ComputeDevice Device => device;

    public override DeviceMatrix Current => _current;

    public override DeviceMatrix Next => _next;

    /// <summary>Forgets the summands of the gradient and takes the samples that the next ones are means over.</summary>
    public void Begin(int samples)
    {
        _summands.Clear();
        _share = (Real)(1.0 / samples);
    }

    /// <summary>Adds a summand, by reference: ∇f is their sum in the order of adding, divided by the samples.</summary>
    public void Add(DeviceParameters summand) => _summands.Add(summand);

    /// <summary>Poses the problem for one step.</summary>
    public void Pose(DeviceMatrix current, DeviceMatrix next, (double Estimated, double Certified) lipschitz)
    {
        (_current, _next) = (current, next);
        (Lipschitz, CertifiedLipschitz) = lipschitz;
    }

    /// <summary>next = current + share (next − current).</summary>
    /// <param name="share">In (0, 1].</param>
    public void Shorten(double share)
    {
        device.Scale(_next, (Real)share, _next, Portion.All(_next));
        device.Combine(_next, (Real)(1 - share), _current, _next, Portion.All(_next));
    }

    /// <summary>The same problem, another place for the next point.</summary>
    public void Retarget(DeviceMatrix next) => _next = next;

    /// <summary>h at a point.</summary>
    public double Proximity(DeviceMatrix point) =>
        double.IsPositiveInfinity(proximalStep) ? 0 : device.SquaredDistance(point, anchor) / (2 * proximalStep);

    public override void Gradient(Portion portion)
    {
        device.Scale(_summands[0].Flat, _share, _next, portion);
        for (var i = 1; i < _summands.Count; i++)
        {
            device.Combine(_next, _share, _summands[i].Flat, _next, portion);
        }
    }

    public override void Prox(double step)
    {
        if (!double.IsPositiveInfinity(proximalStep))
        {
            var pull = step / proximalStep;
            device.Scale(_next, (Real)(1 / (1 + pull)), _next, Portion.All(_next));
            device.Combine(_next, (Real)(pull / (1 + pull)), anchor, _next, Portion.All(_next));
        }
    }

    public override void ProximalGradient(double step)
    {
        if (double.IsPositiveInfinity(step))
        {
            if (double.IsPositiveInfinity(proximalStep))
            {
                throw new InvalidOperationException("A step of infinite length has no end without a proximal term.");
            }

            Descend(anchor, proximalStep);
            return;
        }

        Descend(_current, step);
        Prox(step);
    }

    public override void Feasible() => throw new InvalidOperationException("Parameters have no penalty of their own.");

    /// <summary>next = origin − step ∇f(current).</summary>
    private void Descend(DeviceMatrix origin, double step)
    {
        for (var offset = 0; offset < _next.Length; offset += device.PortionLength)
        {
            var portion = new Portion(offset, Math.Min(device.PortionLength, _next.Length - offset));
            Gradient(portion);
            device.Combine(origin, (Real)(-step), _next, _next, portion);
        }
    }
}
