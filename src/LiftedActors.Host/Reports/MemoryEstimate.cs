using System.Globalization;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Reports;

/// <summary>What a run keeps in memory, as far as its spec tells.</summary>
/// <param name="Parts">The parts, in bytes.</param>
internal sealed record MemoryEstimate(IReadOnlyList<(string Name, long Bytes)> Parts)
{
    public long Total => Parts.Sum(part => part.Bytes);

    public static MemoryEstimate Of(ExperimentSpec spec)
    {
        var (network, task) = (spec.Network, spec.Task);
        var parameters = network.ParameterCount;
        var widths = network.Layers.Sum(layer => (long)layer.Map.Outputs) + network.Inputs;
        var samples = (long)task.Train + task.Test;
        var rings = (2 * (spec.Method.Schedule.Delay ?? 0)) + 1;
        var versions = Math.Max(2, rings);
        (string Name, long Values)[] parts =
        [
            ($"parameters, {versions} versions", versions * parameters),
            ("packed forms", 2 * versions * parameters),
            ("moments of the update", parameters * spec.Method.ParameterUpdate.Moments),
            ("summands of the shards", rings * parameters * spec.Method.Shards),
            ("activations and errors", (4 + (2 * (rings - 1))) * widths * spec.Method.Outer.BatchSize(task.Train)),
            ("data, whole and in shards", 2 * samples * (network.Inputs + network.Outputs)),
        ];
        return new MemoryEstimate([.. parts.Select(part => (part.Name, part.Values * sizeof(Real)))]);
    }

    /// <summary>Refuses a run that this machine cannot hold, before it takes the memory of others.</summary>
    /// <exception cref="SpecException">The run needs more than there is.</exception>
    public void Check(string source, long available)
    {
        if (Total > available)
        {
            throw new SpecException(source, "$", $"the run needs about {Text(Total)} of memory where this machine has {Text(available)}; take smaller widths, fewer images, smaller batches or fewer shards.");
        }
    }

    public static string Text(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB");
}
