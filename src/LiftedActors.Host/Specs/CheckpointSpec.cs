namespace LiftedActors.Host.Specs;

/// <summary>When checkpoints are taken, besides the one at the end.</summary>
/// <param name="EveryEpochs">After every so many epochs; 0 for never.</param>
/// <param name="EveryIterations">After every so many iterations; 0 for never.</param>
public sealed record CheckpointSpec(int EveryEpochs, int EveryIterations);
