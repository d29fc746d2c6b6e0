using LiftedActors.Model.Networks;

namespace LiftedActors.Model.Formulations;

/// <summary>The lifted Bregman formulation: C = B_Ψ.</summary>
/// <remarks>Source: docs/mathematics.md §2.3, §4 (lifted Bregman).</remarks>
public sealed record LiftedBregman : LiftedFormulation
{
    /// <summary>Creates the formulation.</summary>
    /// <param name="weight">The weight μ &gt; 0 of every hidden layer's penalty; 1/β.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not positive and finite.</exception>
    public LiftedBregman(double weight = 10)
        : base(weight)
    {
    }

    private protected override LayerPenalty Hidden(Layer layer, double weight) => new BregmanPenalty(layer.Activation, weight);
}
