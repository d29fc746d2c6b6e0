using LiftedActors.Model.Networks;

namespace LiftedActors.Model.Formulations;

/// <summary>
/// The lifted proximal operator machine: C = Ψ(z) + ½|z − x|² − env_Ψ(x). As φ*(x) = ½|x|² − env_Ψ(x) this is B_Ψ: another name for
/// <see cref="LiftedBregman"/>, with the same bits.
/// </summary>
/// <remarks>Source: J. Li, C. Fang, Z. Lin, Lifted Proximal Operator Machines (2019); docs/mathematics.md §4.</remarks>
public sealed record Lpom : LiftedFormulation
{
    /// <summary>Creates the formulation.</summary>
    /// <param name="weight">The weight μ &gt; 0 of every hidden layer's penalty; 1/β.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not positive and finite.</exception>
    public Lpom(double weight = 10)
        : base(weight)
    {
    }

    private protected override LayerPenalty Hidden(Layer layer, double weight) => new BregmanPenalty(layer.Activation, weight);
}
