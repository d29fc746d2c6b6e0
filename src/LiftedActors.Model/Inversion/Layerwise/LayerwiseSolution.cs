using System.Collections.Immutable;

namespace LiftedActors.Model.Inversion.Layerwise;

/// <summary>What a method that inverts layer by layer came to.</summary>
/// <param name="Points">û_0, …, û_L, the last of them the data.</param>
/// <param name="Residuals">For each layer, from the first on, what its minimisation left: the length of the gradient, or the gap.</param>
public sealed record LayerwiseSolution(ImmutableArray<Real[]> Points, ImmutableArray<double> Residuals)
{
    /// <summary>û_0.</summary>
    public Real[] Input => Points[0];
}
