using LiftedActors.Model.Regularisers;

namespace LiftedActors.Model.Solving;

/// <summary>The term αJ of the input of an inversion.</summary>
/// <remarks>Where the prox of J has no closed form, it is found to a gap of <see cref="Tolerance"/> relative to J, from where the step before ended.</remarks>
public sealed record InputPrior
{
    /// <summary>Creates the term.</summary>
    /// <param name="regulariser">J.</param>
    /// <param name="weight">α &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">α is not positive and finite.</exception>
    public InputPrior(Regulariser regulariser, double weight) => (Regulariser, Weight) = (regulariser, weight > 0 && double.IsFinite(weight)
        ? weight
        : throw new ArgumentOutOfRangeException(nameof(weight), $"The weight of the regulariser must be positive and finite, which {weight} is not."));

    /// <summary>J.</summary>
    public Regulariser Regulariser { get; }

    /// <summary>α.</summary>
    public double Weight { get; }

    /// <summary>The duality gap of an inner prox relative to J of the point.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>The most steps of an inner prox.</summary>
    public int InnerSteps { get; init; } = 200;
}
