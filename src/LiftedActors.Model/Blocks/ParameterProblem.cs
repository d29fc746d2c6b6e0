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

    public override bool IsSmooth => double.IsPositiveInfinity(proximalStep);

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

    /// <summary>The same problem, another place for the next point.</summary>
    public void Retarget(Real[] next) => _next = next;

    /// <summary>h at a point.</summary>
    public double Proximity(ReadOnlySpan<Real> point) =>
        IsSmooth ? 0 : VectorKernels.SquaredDistance(point, anchor) / (2 * proximalStep);

    public override GradientPart Gradient(int offset, int length)
    {
        ReadOnlySpan<Real> sum = _summands[0].Values.Slice(offset, length);
        if (_summands.Count == 1)
        {
            return new((_share, 0), sum, sum);
        }

        // Beyond two summands the sum of all but the last is put down where the new point will go.
        var last = _summands.Count - 1;
        for (var i = 1; i < last; i++)
        {
            VectorKernels.Combine(sum, 1, _summands[i].Values.Slice(offset, length), _next.AsSpan(offset, length));
            sum = _next.AsSpan(offset, length);
        }

        return new((_share, _share), sum, _summands[last].Values.Slice(offset, length));
    }

    public override void Prox(ReadOnlySpan<Real> v, double step)
    {
        if (IsSmooth)
        {
            v.CopyTo(_next);
        }
        else
        {
            var pull = step / proximalStep;
            VectorKernels.Combine(new((Real)(1 / (1 + pull)), (Real)(pull / (1 + pull)), 0), v, anchor, anchor, _next);
        }
    }

    public override double ProximalGradient(double step)
    {
        if (!double.IsPositiveInfinity(step))
        {
            var squaredMove = Descend(_current, step);
            if (IsSmooth)
            {
                return squaredMove;
            }

            Prox(_next, step);
        }
        else if (IsSmooth)
        {
            throw new InvalidOperationException("A step of infinite length has no end without a proximal term.");
        }
        else
        {
            Descend(anchor, proximalStep);
        }

        return SquaredMove();
    }

    public override void Feasible() => throw new InvalidOperationException("Parameters have no penalty of their own.");

    /// <summary>next = origin − step ∇f(current); returns |next − origin|².</summary>
    private double Descend(ReadOnlySpan<Real> origin, double step)
    {
        var squared = 0.0;
        for (var offset = 0; offset < _next.Length; offset += VectorKernels.Part)
        {
            var length = Math.Min(VectorKernels.Part, _next.Length - offset);
            var gradient = Gradient(offset, length);
            var weights = new CombinationWeights(1, (Real)(-step * gradient.Weights.First), (Real)(-step * gradient.Weights.Second));
            squared += VectorKernels.Combine(weights, origin.Slice(offset, length), gradient.First, gradient.Second, _next.AsSpan(offset, length));
        }

        return squared;
    }
}
