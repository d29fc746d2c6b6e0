namespace LiftedActors.Host.Runs;

/// <summary>The best epoch of a training, and what its weights come to.</summary>
/// <param name="Weights">The weights.</param>
/// <param name="Quality">The quality on the test samples.</param>
internal sealed record BestResult(BestWeights Weights, Quality Quality);
