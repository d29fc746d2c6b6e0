using LiftedActors.Host.Engines;
using LiftedActors.Model.Devices;

namespace LiftedActors.Host.Runs;

/// <summary>What the command line says of how to run, and not of what.</summary>
public sealed record RunOptions
{
    /// <summary>The engine: <c>auto</c>, <c>embedded</c>, <c>akka</c> or <c>sequential</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>The threads that run kernels.</summary>
    public required int Workers { get; init; }

    /// <summary>The device: <c>cpu</c>, <c>gpu</c> or <c>auto</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Where a GPU fails: <c>stop</c>, or go on from the last checkpoint on the <c>cpu</c>.</summary>
    public string OnDeviceFault { get; init; } = "stop";

    /// <summary>Finds a GPU, or says what is missing.</summary>
    internal Func<(ComputeDevice? Device, string? Missing)> OpenGpu { get; init; } = BuiltEngines.OpenGpu;

    /// <summary>The time after which the run stops, earlier parts included; null for none.</summary>
    public TimeSpan? MaximumTime { get; init; }

    /// <summary>The memory that was asked for; null where what the machine has is the limit.</summary>
    public MemoryBudget? Memory { get; init; }

    /// <summary>Whether to measure where the time of a sweep goes.</summary>
    public bool Profile { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
