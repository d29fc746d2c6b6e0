using LiftedActors.Host.Runs;

namespace LiftedActors.Host.Progress;

/// <summary>Where a run stands after an iteration.</summary>
public sealed record ProgressReport
{
    /// <summary>Lifted or back-propagation.</summary>
    public required TrainingKind Method { get; init; }

    /// <summary>The epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>All epochs.</summary>
    public required int Epochs { get; init; }

    /// <summary>The step within the epoch, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>The steps of an epoch.</summary>
    public required int Steps { get; init; }

    /// <summary>The objective.</summary>
    public required double Objective { get; init; }

    /// <summary>The lifting gap Σ_ℓ B_ℓ, the mean over samples; null for back-propagation, which has none.</summary>
    public double? LiftingGap { get; init; }

    /// <summary>The measure of the task that counts, on the test samples after the last complete epoch; null before the first one.</summary>
    public required (QualityMeasure Measure, double? Value) Quality { get; init; }

    /// <summary>Training samples per second.</summary>
    public required double SamplesPerSecond { get; init; }

    /// <summary>The time to the end of this training.</summary>
    public required TimeSpan Remaining { get; init; }
}
