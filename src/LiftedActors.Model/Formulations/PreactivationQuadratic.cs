using LiftedActors.Model.Networks;

namespace LiftedActors.Model.Formulations;

/// <summary>The pre-activation quadratic formulation: C = ½|z − x|² + Ψ(z) − inf Ψ.</summary>
/// <remarks>
/// C does not vanish at z = σ(x): where x lies outside the range of σ the penalty pulls the weights, too. Source: Askari, Negiar, Sambharya and
/// El Ghaoui (2018); Zhang and Brand (2017), with an indicator Ψ; docs/mathematics.md §4.
/// </remarks>
public sealed record PreactivationQuadratic : LiftedFormulation
{
    /// <summary>Creates the formulation.</summary>
    /// <param name="weight">The weight μ &gt; 0 of every hidden layer's penalty.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not positive and finite.</exception>
    public PreactivationQuadratic(double weight = 10)
        : base(weight)
    {
    }

    private protected override LayerPenalty Hidden(Layer layer, double weight) => new QuadraticPenalty(layer.Activation, weight, layer.Map.Outputs);
}
