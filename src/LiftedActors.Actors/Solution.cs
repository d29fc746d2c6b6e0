using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving;

namespace LiftedActors.Actors;

/// <summary>What a run gives back.</summary>
/// <param name="Status">How it ended, with one sentence of advice.</param>
/// <param name="CompletedIterations">The iterations behind <paramref name="Parameters"/>.</param>
/// <param name="Elapsed">The time spent in iterations, earlier parts of the run included.</param>
/// <param name="Parameters">
/// Θ_1…Θ_L where the run ended; where it ended as not finite, run away, stalled or failed, those of the last committed checkpoint,
/// or of the start where there is none.
/// </param>
/// <param name="StaleMessages">The messages of an earlier generation that were dropped.</param>
public sealed record Solution(
    SolveStatus Status, int CompletedIterations, TimeSpan Elapsed, IReadOnlyList<LayerParameters> Parameters, int StaleMessages)
{
    /// <summary>The inputs z_0 of the same point, samples × n₀: what an inversion was to find; null of what trains without lifting.</summary>
    public IRows? Inputs { get; init; }
}
