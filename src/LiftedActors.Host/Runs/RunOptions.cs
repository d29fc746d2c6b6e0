namespace LiftedActors.Host.Runs;

/// <summary>What the command line says of how to run, and not of what.</summary>
public sealed record RunOptions
{
    /// <summary>The engine: <c>auto</c>, <c>embedded</c>, <c>akka</c> or <c>sequential</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>The threads that run kernels.</summary>
    public required int Workers { get; init; }

    /// <summary>The time after which the run stops, earlier parts included; null for none.</summary>
    public TimeSpan? MaximumTime { get; init; }

    /// <summary>The memory that was asked for; null where what the machine has is the limit.</summary>
    public MemoryBudget? Memory { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
