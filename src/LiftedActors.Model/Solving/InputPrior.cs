using LiftedActors.Model.Regularisers;

namespace LiftedActors.Model.Solving;

/// <summary>The term αJ of the input of an inversion.</summary>
/// <param name="Regulariser">J.</param>
/// <param name="Weight">α &gt; 0, finite.</param>
/// <remarks>Where the prox of J has no closed form, it is found to a gap of <see cref="Tolerance"/> relative to αJ, from where the step before ended.</remarks>
public sealed record InputPrior(Regulariser Regulariser, double Weight)
{
    /// <summary>The duality gap of an inner prox relative to αJ of the point.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>The most steps of an inner prox.</summary>
    public int InnerSteps { get; init; } = 200;
}
