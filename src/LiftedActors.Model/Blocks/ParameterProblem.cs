using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Blocks;

/// <summary>
/// The problem of a block Θ_ℓ: f = the mean over the batch of the term of layer ℓ, and h(Θ) = |Θ − Θᵏ|²/(2τ), the proximal term of
/// the implicit stochastic gradient; h = 0 for τ = ∞. Source: docs/mathematics.md §5.2, §7.
/// </summary>
/// <param name="anchor">Θᵏ; not read for τ = ∞.</param>
/// <param name="proximalStep">τ in (0, ∞].</param>
internal sealed class ParameterProblem(Real[] anchor, double proximalStep) : BlockProblem
{
    private readonly List<Parameters> _summands = [];
    private Real _share;
    private Real[] _current = [];
    private Real[] _next = [];

    public override double StrongConvexity => 1 / proximalStep;

    public override ReadOnlySpan<Real> Current => _current;

    public override Span<Real> Next => _next;

    /// <summary>Forgets the summands of the gradient and takes the samples that the next ones are means over.</summary>
    public void Begin(int samples)
    {
        _summands.Clear();
        _share = (Real)(1.0 / samples);
    }

    /// <summary>Adds a summand, by reference: ∇f is their sum in the order of adding, divided by the samples.</summary>
    public void Add(Parameters summand) => _summands.Add(summand);

    /// <summary>Poses the problem for one step.</summary>
    public void Pose(Real[] current, Real[] next, (double Estimated, double Certified) lipschitz)
    {
        (_current, _next) = (current, next);
        (Lipschitz, CertifiedLipschitz) = lipschitz;
    }

    /// <summary>Raises L until a step of length 1/L stays within a radius: |Θ⁺ − Θ| ≤ |∇f + ∇h|/L. Writes over the next point.</summary>
    public void Shorten(double radius)
    {
        var squared = 0.0;
        for (var offset = 0; offset < _next.Length; offset += VectorKernels.Part)
        {
            var part = _next.AsSpan(offset, Math.Min(VectorKernels.Part, _next.Length - offset));
            Gradient(offset, part);
            if (!double.IsPositiveInfinity(proximalStep))
            {
                VectorKernels.Combine(part, (Real)(1 / proximalStep), _current.AsSpan(offset, part.Length), part);
                VectorKernels.Combine(part, (Real)(-1 / proximalStep), anchor.AsSpan(offset, part.Length), part);
            }

            squared += VectorKernels.SquaredNorm(part);
        }

        Lipschitz = Math.Max(Lipschitz, Math.Sqrt(squared) / radius);
    }

    /// <summary>The same problem, another place for the next point.</summary>
    public void Retarget(Real[] next) => _next = next;

    /// <summary>h at a point.</summary>
    public double Proximity(ReadOnlySpan<Real> point) =>
        double.IsPositiveInfinity(proximalStep) ? 0 : VectorKernels.SquaredDistance(point, anchor) / (2 * proximalStep);

    public override void Gradient(int offset, Span<Real> result)
    {
        VectorKernels.Scale(_summands[0].Values.Slice(offset, result.Length), _share, result);
        for (var i = 1; i < _summands.Count; i++)
        {
            VectorKernels.Combine(result, _share, _summands[i].Values.Slice(offset, result.Length), result);
        }
    }

    public override void Prox(ReadOnlySpan<Real> v, double step)
    {
        if (double.IsPositiveInfinity(proximalStep))
        {
            v.CopyTo(_next);
        }
        else
        {
            var pull = step / proximalStep;
            VectorKernels.Scale(v, (Real)(1 / (1 + pull)), _next);
            VectorKernels.Combine(_next, (Real)(pull / (1 + pull)), anchor, _next);
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
        Prox(_next, step);
    }

    public override void Feasible() => throw new InvalidOperationException("Parameters have no penalty of their own.");

    /// <summary>next = origin − step ∇f(current).</summary>
    private void Descend(ReadOnlySpan<Real> origin, double step)
    {
        for (var offset = 0; offset < _next.Length; offset += VectorKernels.Part)
        {
            var part = _next.AsSpan(offset, Math.Min(VectorKernels.Part, _next.Length - offset));
            Gradient(offset, part);
            VectorKernels.Combine(origin.Slice(offset, part.Length), (Real)(-step), part, part);
        }
    }
}
