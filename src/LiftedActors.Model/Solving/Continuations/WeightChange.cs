using LiftedActors.Model.Formulations;

namespace LiftedActors.Model.Solving.Continuations;

/// <summary>A change of the weights of the penalties.</summary>
/// <param name="Weights">The new weights.</param>
/// <param name="Cause">Why, in a sentence.</param>
public sealed record WeightChange(PenaltyWeights Weights, string Cause);
