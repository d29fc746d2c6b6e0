using LiftedActors.Model.Kernels;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Blocks;

/// <summary>
/// The problem of a block Θ_ℓ: f = the mean over the batch of the term of layer ℓ, and h(Θ) = |Θ − Θᵏ|²/(2τ), the proximal term of
/// the implicit stochastic gradient; h = 0 for τ = ∞. Source: docs/mathematics.md §5.2, §7.
/// </summary>
/// <param name="gradient">The buffer of the mean gradient.</param>
/// <param name="anchor">Θᵏ; not read for τ = ∞.</param>
/// <param name="proximalStep">τ in (0, ∞].</param>
internal sealed class ParameterProblem(Real[] gradient, Real[] anchor, double proximalStep) : BlockProblem
{
    private Real[] _current = [];
    private Real[] _next = [];

    public override double StrongConvexity => 1 / proximalStep;

    public override ReadOnlySpan<Real> Current => _current;

    public override Span<Real> Next => _next;

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
        double.IsPositiveInfinity(proximalStep) ? 0 : VectorKernels.SquaredDistance(point, anchor) / (2 * proximalStep);

    public override void Gradient(Span<Real> result) => gradient.CopyTo(result);

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

            VectorKernels.Combine(anchor, (Real)(-proximalStep), gradient, _next);
            return;
        }

        VectorKernels.Combine(_current, (Real)(-step), gradient, _next);
        Prox(_next, step);
    }

    public override void Feasible() => throw new InvalidOperationException("Parameters have no penalty of their own.");
}
