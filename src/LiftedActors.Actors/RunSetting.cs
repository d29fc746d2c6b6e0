using LiftedActors.Actors.Profiling;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Solving.Continuations;

namespace LiftedActors.Actors;

/// <summary>What a run needs besides the lifted problem.</summary>
public sealed record RunSetting
{
    /// <summary>The run's name; no two runs on one engine may share it at a time.</summary>
    public required string RunId { get; init; }

    /// <summary>Tells experiments apart: equal for two runs exactly where one may go on from a checkpoint of the other.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Names the device and its kernels in checkpoints; with others, bits may differ.</summary>
    public string KernelPath { get; init; } = ComputeDevice.Host.KernelPath;

    /// <summary>When to stop. Values that are not finite end a run in any case.</summary>
    public required StoppingCriterion Stopping { get; init; }

    /// <summary>Where checkpoints are kept.</summary>
    public required ICheckpointStore Checkpoints { get; init; }

    /// <summary>Who watches.</summary>
    public required IRunObserver Observer { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Iterations between checkpoints; 0 for none within an epoch.</summary>
    public int CheckpointEveryIterations { get; init; }

    /// <summary>Epochs between checkpoints; 0 for none at the end of epochs. The end of a run is always saved.</summary>
    public int CheckpointEveryEpochs { get; init; } = 1;

    /// <summary>How long nothing may move before the run ends as stalled; longer than any single kernel.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often blocks may fail before the run ends as failed.</summary>
    public int MaxFailures { get; init; } = 3;

    /// <summary>The checkpoint to go on from; null to begin anew.</summary>
    public Checkpoint? ResumeFrom { get; init; }

    /// <summary>Where the weights of the penalties stand, for the checkpoints; null in a run that never changes them.</summary>
    public PenaltyState? Penalties { get; init; }

    /// <summary>
    /// Blocks of layers narrower than this share a mailbox, as their kernels are as short as messages; 0 for a mailbox for every
    /// block. Bits do not depend on it.
    /// </summary>
    public int StackBelow { get; init; } = LiftedObjective.Wide;

    /// <summary>Measures the kernels; pass it to the engine, too, which measures turns. Null for none, at no cost.</summary>
    public WorkProfile? Profile { get; init; }

    /// <summary>Whether a checkpoint is due.</summary>
    /// <param name="iterations">The iterations completed.</param>
    /// <param name="batchesPerEpoch">The iterations of an epoch.</param>
    public bool IsCheckpointDue(int iterations, int batchesPerEpoch)
    {
        var (epochs, rest) = Math.DivRem(iterations, batchesPerEpoch);
        return (CheckpointEveryIterations > 0 && iterations % CheckpointEveryIterations == 0)
            || (CheckpointEveryEpochs > 0 && rest == 0 && epochs % CheckpointEveryEpochs == 0);
    }
}
