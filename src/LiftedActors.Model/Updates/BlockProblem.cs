using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Updates;

/// <summary>
/// What one block has to do while the others rest: minimise f(v) + h(v), f smooth with a Lipschitz gradient that is known at the
/// current point, h proximable. An update sees nothing else, so that it serves every block of every formulation.
/// </summary>
public abstract class BlockProblem
{
    /// <summary>The Lipschitz constant L of ∇f, estimated (power iteration with a margin).</summary>
    public double Lipschitz { get; protected set; }

    /// <summary>A bound that L never exceeds; coarser.</summary>
    public double CertifiedLipschitz { get; protected set; }

    /// <summary>The modulus m of strong convexity of h.</summary>
    public abstract double StrongConvexity { get; }

    /// <summary>Whether h = 0, so that its prox is the identity.</summary>
    public virtual bool IsSmooth => false;

    /// <summary>The current point.</summary>
    public abstract ReadOnlySpan<Real> Current { get; }

    /// <summary>Where the update writes the new point.</summary>
    public abstract Span<Real> Next { get; }

    /// <summary>A part of ∇f(current); in parts, an update stays within the cache.</summary>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="length">Its length.</param>
    /// <returns>The part, which holds until the same part of <see cref="Next"/> is written.</returns>
    public abstract GradientPart Gradient(int offset, int length);

    /// <summary>next = prox_{gh}(v); <paramref name="v"/> may be <see cref="Next"/>.</summary>
    /// <param name="v">Any point.</param>
    /// <param name="step">The finite step g &gt; 0.</param>
    public abstract void Prox(ReadOnlySpan<Real> v, double step);

    /// <summary>next = prox_{gh}(current − g∇f(current)); for g = ∞ the minimiser of ⟨∇f(current), v⟩ + h(v).</summary>
    /// <param name="step">The step g in (0, ∞].</param>
    /// <returns>|next − current|².</returns>
    /// <exception cref="InvalidOperationException">g = ∞ and h is not strongly convex: there is no minimiser.</exception>
    public abstract double ProximalGradient(double step);

    /// <summary>next = the point where the block's own penalty vanishes.</summary>
    /// <exception cref="InvalidOperationException">The block has no own penalty.</exception>
    public abstract void Feasible();

    /// <summary>|next − current|², for an update that did not measure its move on the way.</summary>
    public double SquaredMove() => VectorKernels.SquaredDistance(Next, Current);
}
