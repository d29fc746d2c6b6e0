using System.Collections.Immutable;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Solving.Continuations;

namespace LiftedActors.Actors;

/// <summary>Everything that a run needs to go on from a quiet point, bit for bit, on any engine.</summary>
/// <param name="NextIteration">The iteration that comes next.</param>
/// <param name="Elapsed">The time spent in iterations, earlier parts of the run included.</param>
/// <param name="LowestObjective">The lowest objective so far; +∞ before the first iteration.</param>
/// <param name="Fingerprint">Tells experiments apart; a run resumes only from a checkpoint with its own.</param>
/// <param name="KernelPath">The instruction set of the kernels; under another one bits may differ.</param>
/// <param name="Blocks">The states of all blocks, in block order.</param>
public sealed record Checkpoint(
    int NextIteration, TimeSpan Elapsed, double LowestObjective, string Fingerprint, string KernelPath, ImmutableArray<BlockState> Blocks)
{
    /// <summary>Where the weights of the penalties stand; null in a run that never changes them.</summary>
    public PenaltyState? Penalties { get; init; }

    /// <summary>Where a run stands that goes on from here, for a criterion that is asked before the first iteration.</summary>
    /// <param name="batchesPerEpoch">The iterations of an epoch.</param>
    public SolveProgress Progress(int batchesPerEpoch) =>
        new(new IterationReport(NextIteration - 1, 0, LowestObjective, 0, 0, 0, 0), NextIteration / batchesPerEpoch, Elapsed, LowestObjective);
}
