using LiftedActors.Model.Networks;

namespace LiftedActors.Model.Formulations;

/// <summary>The method of auxiliary coordinates with a quadratic penalty: C = ½|z − σ(x)|².</summary>
/// <remarks>
/// Its error differentiates σ and has no Lipschitz bound, so that steps whose length comes from one are refused. Nested and penalised
/// problem meet as μ → ∞. Source: Carreira-Perpiñán and Wang (2014), eq. (3); docs/mathematics.md §4.
/// </remarks>
public sealed record MacQp : LiftedFormulation
{
    /// <summary>Creates the formulation.</summary>
    /// <param name="weight">The weight μ &gt; 0 of every hidden layer's penalty.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not positive and finite.</exception>
    public MacQp(double weight = 10)
        : base(weight)
    {
    }

    /// <inheritdoc/>
    public override bool BoundsCurvature => false;

    private protected override LayerPenalty Hidden(Layer layer, double weight) => new AuxiliaryCoordinatePenalty(layer.Activation, weight);
}
