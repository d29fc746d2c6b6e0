using LiftedActors.Model.Certificates;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Regularisers;

namespace LiftedActors.Model.Inversion;

/// <summary>
/// A bound of how far F(u) = B_Ψ(f, A u + b) + R(u), R = αJ, is above its minimum, from u and dual variables p of the composed parts: the primal–dual gap.
/// </summary>
/// <remarks>
/// <para>With x = A u + b, q = σ(x), any θ in [0, 1], y = θ(q − f) and s = −Aᵀy − θKᵀp, weak duality says that F(u) − min F is at most
/// B(f + y, x) + [S(u) + S*(s) − ⟨s, u⟩] + Σ [wP(Ku) + (wP)*(θp) − θ⟨p, Ku⟩], three terms that are each not negative and vanish at the minimiser.</para>
/// <para>For Tikhonov it is |αu + Aᵀ(q − f)|²/(2α). S* is finite for every s where S is strongly convex or its domain bounded, as for total variation on a box; then θ = 1 and the first term is 0. Where S is a norm, θ scales s into
/// the dual ball. Otherwise no finite gap is known: the bound is +∞, with the reason.</para>
/// <para>Evaluated in double from the values of u and p. What rounding may have taken is in the bound: γ_n|terms| in double, and e = γ_n√rows|A||u| in the precision of values for an operator that has no form in double,
/// which changes the first term by |q − f − y|e + ½Lip(σ)e² at most.</para>
/// <para>Source: M. Benning, lecture <em>Lifted training and inversion</em> (Bologna 2025) for the problem; the gap is derived from Fenchel's duality. docs/mathematics.md §9.</para>
/// </remarks>
/// <param name="Objective">F(u).</param>
/// <param name="Misfit">B_Ψ(f, A u + b).</param>
/// <param name="Gap">The gap as evaluated.</param>
/// <param name="Rounding">What rounding may have taken from it.</param>
/// <param name="Reason">Why no finite gap is known, as a clause; null where one is.</param>
public sealed record DualityGap(double Objective, double Misfit, double Gap, double Rounding, string? Reason)
{
    /// <summary>Gap and rounding: F(u) − min F is at most this.</summary>
    public double Bound => Gap + Rounding;

    /// <summary>The bound in parts of the objective.</summary>
    public double Relative => Bound == 0 ? 0 : Bound / Math.Abs(Objective);

    /// <summary>The bound |u − u_α| ≤ √(2 Bound/μ) where the objective is μ-strongly convex; +∞ elsewhere.</summary>
    /// <param name="modulus">μ.</param>
    public double Distance(double modulus) => modulus > 0 ? Math.Sqrt(2 * Bound / modulus) : double.PositiveInfinity;

    /// <summary>The certificate: F(u) − min F is at most the bound; none where no finite gap is known.</summary>
    public Certificate Certificate => Reason is null && double.IsFinite(Bound)
        ? Certificate.Certified(BoundedQuantity.Suboptimality, Bound, FormattableString.Invariant($"the primal–dual gap is {Gap:g3}, with at most {Rounding:g3} of rounding"))
        : Certificate.None(BoundedQuantity.Suboptimality, Reason ?? "a value is not finite");

    /// <summary>The gap of a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="u">A point.</param>
    /// <param name="dual">p of the composed parts of αJ, one after the other, as <see cref="PrimalDual.Dual"/> and <see cref="RegulariserWorkspace.Dual"/> have them; empty where there are none.</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    public static DualityGap At(SingleLayerProblem problem, ReadOnlySpan<Real> u, ReadOnlySpan<Real> dual) => At(problem, u, dual, []);

    /// <summary>The gap of a problem, with a y of its own in place of θ(q − f).</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="u">A point.</param>
    /// <param name="dual">p of the composed parts of αJ, one after the other.</param>
    /// <param name="misfitDual">y with f + y in the domain of Ψ, as <see cref="SplitPrimalDual.MisfitDual"/> has it; empty for q − f.</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    public static DualityGap At(SingleLayerProblem problem, ReadOnlySpan<Real> u, ReadOnlySpan<Real> dual, ReadOnlySpan<Real> misfitDual)
    {
        if (!misfitDual.IsEmpty && misfitDual.Length != problem.Misfit.Data.Length)
        {
            throw new ArgumentException($"The gap needs a y for each of the {problem.Misfit.Data.Length} data, not {misfitDual.Length}.", nameof(misfitDual));
        }

        if (u.Length != problem.Size || dual.Length != problem.Weighted.DualSize)
        {
            throw new ArgumentException($"The gap needs {problem.Size} values and {problem.Weighted.DualSize} dual variables, not {u.Length} and {dual.Length}.", nameof(u));
        }

        return new GapEvaluation(problem, Wide.Of(u), Wide.Of(dual)).Evaluate(Wide.Of(misfitDual));
    }
}
