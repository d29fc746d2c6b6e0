using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Formulations;

/// <summary>
/// The lifted Bregman penalty μ B(z, x) = μ (φ(z) + φ*(x) − ⟨z, x⟩), φ = ½|·|² + Ψ, which ties the auxiliary activation z to
/// the pre-activation x.
/// </summary>
/// <remarks>
/// <para>B ≥ 0, and B = 0 iff z = σ(x) = prox_Ψ(x). ∇ₓB = σ(x) − z, so no activation is differentiated.
/// B is convex in z and in x, not jointly. It is summed as ½|z−σ(x)|² + D_Ψ(z, σ(x)), which does not cancel.</para>
/// <para>With z pinned to a target, the same term is the loss: squared for the identity, cross-entropy for softmax, logistic for
/// sigmoid. Built from the prox of Ψ and the Bregman distance that Ψ defines, nothing else. Source: docs/mathematics.md §1, §4.</para>
/// </remarks>
public sealed class BregmanPenalty
{
    /// <summary>Creates the penalty.</summary>
    /// <param name="potential">The potential Ψ of the activation.</param>
    /// <param name="weight">The weight μ &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not positive and finite.</exception>
    public BregmanPenalty(ConvexPotential potential, double weight)
    {
        if (!(weight > 0 && double.IsFinite(weight)))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), $"The penalty weight must be positive and finite, which {weight} is not.");
        }

        (Potential, Weight) = (potential, weight);
    }

    /// <summary>The potential Ψ.</summary>
    public ConvexPotential Potential { get; }

    /// <summary>The weight μ.</summary>
    public double Weight { get; }

    /// <summary>The Lipschitz constant of ∇ₓ(μB): μ times that of σ.</summary>
    public double Curvature => Weight * Potential.ActivationLipschitz;

    /// <summary>The modulus of strong convexity of h = μφ: μ for a convex Ψ, less for a weakly convex one.</summary>
    public double Modulus => Weight * Potential.Modulus;

    /// <summary>The error e = μ(σ(x) − z) = ∇ₓ(μB) in one pass together with the penalty.</summary>
    /// <param name="x">Pre-activations, samples × features.</param>
    /// <param name="z">Auxiliary activations of the same shape.</param>
    /// <param name="error">Receives e; takes the shape of <paramref name="x"/>.</param>
    /// <returns>Σ over samples of μB(z, x), summed in double.</returns>
    public double Error(Matrix x, Matrix z, Matrix error) => Weight * Potential.Error(x, z, (Real)Weight, error);

    /// <summary>
    /// One proximal-gradient step on z for the smooth part f with ∇f = feedback − μx and the proximable part h = μφ:
    /// result = prox_{gμφ}(z − g(feedback − μx)), and σ(x − feedback/μ) = argmin ⟨∇f, z⟩ + h(z) for g = ∞.
    /// </summary>
    /// <param name="z">Current activations, samples × features.</param>
    /// <param name="x">Pre-activations of the same shape.</param>
    /// <param name="feedback">Wᵀe of the next layer, same shape.</param>
    /// <param name="step">The step g in (0, ∞].</param>
    /// <param name="result">Receives the new activations; another matrix than <paramref name="z"/>.</param>
    /// <returns>|result − z|², summed in double.</returns>
    public double ProximalGradient(Matrix z, Matrix x, Matrix feedback, double step, Matrix result)
    {
        var (keep, fromPreactivation, fromFeedback) = double.IsPositiveInfinity(step)
            ? (0, 1, -1 / Weight)
            : (1 / (1 + (step * Weight)), step * Weight / (1 + (step * Weight)), -step / (1 + (step * Weight)));
        var point = new Combination(new((Real)keep, (Real)fromPreactivation, (Real)fromFeedback), z, x, feedback);
        return Potential.Prox(point, (Real)ScaledStep(step), result);
    }

    /// <summary>prox_{gh}(v) for h = μφ: prox_{gμ/(1+gμ) Ψ}(v/(1+gμ)); <paramref name="result"/> may be <paramref name="v"/>.</summary>
    /// <param name="v">Any point, one row of features.</param>
    /// <param name="step">The finite step g &gt; 0.</param>
    /// <param name="result">Receives the prox.</param>
    public void Prox(ReadOnlySpan<Real> v, double step, Span<Real> result)
    {
        VectorKernels.Scale(v, (Real)(1 / (1 + (step * Weight))), result);
        Potential.Prox(result, (Real)ScaledStep(step), result);
    }

    private double ScaledStep(double step) => double.IsPositiveInfinity(step) ? 1 : step * Weight / (1 + (step * Weight));
}
