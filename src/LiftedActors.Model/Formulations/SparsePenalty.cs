using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Formulations;

/// <summary>A penalty μC beside an ℓ₁ penalty λ|z|₁ of the activations, which joins its proximable part: h = μ(½|·|² + P + (λ/μ)|·|₁).</summary>
/// <remarks>Seen from x nothing changes, and neither does the activation σ. Source: docs/mathematics.md §5.1.</remarks>
public sealed class SparsePenalty : LayerPenalty
{
    private readonly LayerPenalty _of;

    /// <summary>Creates the penalty.</summary>
    /// <param name="of">μC.</param>
    /// <param name="sparsity">λ &gt; 0.</param>
    /// <exception cref="ArgumentException">The prox of P and the norm together has no closed form.</exception>
    public SparsePenalty(LayerPenalty of, double sparsity)
        : base(of.Activation, of.Weight)
    {
        (_of, Sparsity) = (of, sparsity);
        Proximable = SparseSum.Of(of.Proximable, sparsity / of.Weight) ?? throw new ArgumentException(
            $"The activation {of.Activation} does not act on each feature by itself, so that its proximal map has no closed form together with an ℓ₁ penalty of the codes; "
            + "take a separable activation in hidden layers, mac-qp, where codes are free, or leave codeSparsity out.",
            nameof(sparsity));
    }

    /// <inheritdoc/>
    public override double Sparsity { get; }

    /// <inheritdoc/>
    public override ConvexPotential Proximable { get; }

    /// <inheritdoc/>
    public override bool IsCentredAtActivation => _of.IsCentredAtActivation;

    /// <inheritdoc/>
    public override bool HasCurvature => _of.HasCurvature;

    /// <inheritdoc/>
    public override bool IsQuadratic => _of.IsQuadratic;

    /// <inheritdoc/>
    public override double Curvature => _of.Curvature;

    /// <summary>That of μC, without λ|z|₁.</summary>
    public override double Error(Matrix x, Matrix z, Matrix error) => _of.Error(x, z, error);

    /// <inheritdoc/>
    public override double SquaredErrorBound(double term) => _of.SquaredErrorBound(term);
}
