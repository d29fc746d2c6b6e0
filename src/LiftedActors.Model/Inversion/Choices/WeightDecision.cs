using System.Collections.Immutable;

namespace LiftedActors.Model.Inversion.Choices;

/// <summary>A weight that was chosen, with what was tried on the way.</summary>
/// <param name="Chosen">The inversion with the chosen weight.</param>
/// <param name="Path">All inversions in the order of their weights, the chosen one among them.</param>
/// <param name="Cause">Why this weight, as a sentence.</param>
public sealed record WeightDecision(InversionPoint Chosen, ImmutableArray<InversionPoint> Path, string Cause);
