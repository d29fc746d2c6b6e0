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
/// <param name="activation">The potential Ψ of the activation.</param>
/// <param name="weight">The weight μ &gt; 0.</param>
public sealed class BregmanPenalty(ConvexPotential activation, double weight) : LayerPenalty(activation, weight)
{
    /// <summary>μ Lip(σ).</summary>
    public override double Curvature => Weight * Activation.ActivationLipschitz;

    /// <inheritdoc/>
    public override bool HasCurvature => double.IsFinite(Activation.ActivationLipschitz);

    /// <inheritdoc/>
    public override bool IsQuadratic => Activation is Separable<Identity>;

    /// <inheritdoc/>
    public override double Error(Matrix x, Matrix z, Matrix error) => Weight * Activation.Error(x, z, (Real)Weight, error);

    /// <summary>B(z, x) ≥ |σ(x) − z|²/(2 Lip σ) gives |e|² ≤ 2 μ Lip(σ) · μB.</summary>
    public override double SquaredErrorBound(double term) => 2 * Curvature * term;
}
