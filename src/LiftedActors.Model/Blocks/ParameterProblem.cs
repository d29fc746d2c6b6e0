using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Blocks;

/// <summary>
/// The problem of a block Θ_ℓ: f = the mean over the batch of the term of layer ℓ, and h(Θ) = |Θ − Θᵏ|²/(2τ) + R(W), the proximal term of
/// the implicit stochastic gradient; h = 0 for τ = ∞. Source: docs/mathematics.md §5.2, §7.
/// </summary>
/// <param name="device">Where the values lie.</param>
/// <param name="anchor">Θᵏ; not read for τ = ∞.</param>
/// <param name="proximalStep">τ in (0, ∞].</param>
internal class ParameterProblem(ComputeDevice device, DeviceMatrix anchor, double proximalStep) : BlockProblem
{
    private readonly List<WeightedMatrix> _gradient = [];
    private readonly List<Portion> _weights = [];
    private WeightPenalty _penalty;
    private Real _share;
    private DeviceMatrix _current = Matrix.Empty;
    private DeviceMatrix _next = Matrix.Empty;

    public override double StrongConvexity => 1 / proximalStep;

    public override bool IsSmooth => double.IsPositiveInfinity(proximalStep) && _penalty.IsZero;

    /// <summary>Adds the penalty of the weights.</summary>
    /// <param name="map">The layer; what is a bias is left out.</param>
    /// <param name="penalty">R.</param>
    public void Penalise(LayerMap map, WeightPenalty penalty)
    {
        _penalty = penalty;
        for (var i = 0; i < map.Tensors.Length; i++)
        {
            if (map.Tensors[i].FanIn > 0)
            {
                _weights.Add(new Portion(map.OffsetOf(i), (int)map.Tensors[i].Length));
            }
        }
    }

    public override ComputeDevice Device => device;

    public override DeviceMatrix Current => _current;

    public override DeviceMatrix Next => _next;

    /// <summary>Forgets the summands of the gradient and takes the samples that the next ones are means over.</summary>
    public void Begin(int samples)
    {
        _gradient.Clear();
        _share = (Real)(1.0 / samples);
    }

    /// <summary>Adds a summand, by reference: ∇f is their sum in the order of adding, divided by the samples.</summary>
    /// <param name="summand">The summand.</param>
    /// <param name="sign">Its sign.</param>
    public void Add(DeviceParameters summand, int sign = 1) => _gradient.Add(new(sign * _share, summand.Flat));

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
    public override void Retarget(DeviceMatrix next) => _next = next;

    /// <summary>h at a point.</summary>
    public double Proximity(DeviceMatrix point)
    {
        var value = double.IsPositiveInfinity(proximalStep) ? 0 : device.SquaredDistance(point, anchor) / (2 * proximalStep);
        if (!_penalty.IsZero)
        {
            foreach (var portion in _weights)
            {
                var (sum, squares) = device.Magnitudes(point, portion);
                value += (_penalty.Sparsity * sum) + (0.5 * _penalty.Decay * squares);
            }
        }

        return value;
    }

    /// <summary>direction = −∇(f + h) at the current point, for a smooth h.</summary>
    public void SteepestDescent(DeviceMatrix direction)
    {
        var all = Portion.All(direction);
        device.Clear(direction);
        foreach (var (weight, matrix) in _gradient)
        {
            device.Combine(direction, -weight, matrix, direction, all);
        }

        if (!double.IsPositiveInfinity(proximalStep))
        {
            device.Combine(direction, (Real)(-1 / proximalStep), _current, direction, all);
            device.Combine(direction, (Real)(1 / proximalStep), anchor, direction, all);
        }

        foreach (var portion in _weights)
        {
            device.Combine(direction, (Real)(-_penalty.Decay), _current, direction, portion);
        }
    }

    /// <summary>result += ∇²h v, for a smooth h.</summary>
    public void AddCurvature(DeviceMatrix v, DeviceMatrix result)
    {
        device.Combine(result, (Real)(1 / proximalStep), v, result, Portion.All(result));
        foreach (var portion in _weights)
        {
            device.Combine(result, (Real)_penalty.Decay, v, result, portion);
        }
    }

    public override IReadOnlyList<WeightedMatrix> Gradient => _gradient;

    public override void Prox(double step)
    {
        var pull = step / proximalStep;
        if (pull > 0)
        {
            device.Scale(_next, (Real)(1 / (1 + pull)), _next, Portion.All(_next));
            device.Combine(_next, (Real)(pull / (1 + pull)), anchor, _next, Portion.All(_next));
        }

        if (!_penalty.IsZero)
        {
            // Both proximal terms at once: what is left of the step after the pull to Θᵏ goes to R.
            var rest = step / (1 + pull);
            foreach (var portion in _weights)
            {
                device.Shrink(_next, rest * _penalty.Sparsity, 1 / (1 + (rest * _penalty.Decay)), portion);
            }
        }
    }

    public override double ProximalGradient(double step)
    {
        if (double.IsPositiveInfinity(step))
        {
            if (double.IsPositiveInfinity(proximalStep) || !_penalty.IsZero)
            {
                throw new InvalidOperationException("A step of infinite length needs a proximal term, and no penalty beside it.");
            }

            device.Descend(_gradient, anchor, proximalStep, _next);
            return SquaredMove();
        }

        var squaredMove = device.Descend(_gradient, _current, step, _next);
        if (IsSmooth)
        {
            return squaredMove;
        }

        Prox(step);
        return SquaredMove();
    }

    public override void Feasible() => throw new InvalidOperationException("Parameters have no penalty of their own.");
}
