using System.Globalization;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Reports;

/// <summary>The most memory that a run takes at any time, from its spec alone.</summary>
/// <param name="Parts">The parts, in bytes; they add up to the peak.</param>
internal sealed record MemoryEstimate(IReadOnlyList<(string Name, long Bytes)> Parts)
{
    /// <summary>What a run takes outside the heap of the collector: the runtime, compiled code, the engine and the stacks of its threads. Measured, and rounded up.</summary>
    public const long Runtime = 104L << 20;

    /// <summary>What stays on the heap beside arrays: texts, tables of the engine, rows of metrics; and what the collector needs to move.</summary>
    private const long SmallObjects = 24L << 20;

    private const int CheckpointsAtOnce = 2;
    private const int MetricsRowBytes = 512;

    /// <summary>The sum.</summary>
    public long Total => Parts.Sum(part => part.Bytes);

    /// <summary>The peak of a run.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="workers">The threads that run kernels.</param>
    /// <param name="isStreamed">Whether batches are streamed from a file, so that images take no memory.</param>
    public static MemoryEstimate Of(ExperimentSpec spec, int workers, bool isStreamed)
    {
        var judging = Quality.Footprint(spec.Network, Assessment.Of(spec.Task.Kind, spec.Task.Shape ?? new ImageShape(1, spec.Network.Outputs), spec.Network));
        var lifted = Lifted(spec, workers) + judging;
        var baseline = Baseline(spec) + judging;
        var images = isStreamed ? 0 : ((long)spec.Task.Train + spec.Task.Test) * (spec.Network.Inputs + spec.Network.Outputs) * sizeof(Real);
        var iterations = (long)spec.Epochs * new BatchSampler(spec.Task.Training, spec.Method.Shards, spec.Method.Outer.BatchSize(spec.Task.Training), 0).BatchesPerEpoch;
        return new MemoryEstimate([
            .. lifted.Parts,
            ("back-propagation beyond it", Math.Max(0, baseline.Total - lifted.Total)),
            ("images", images),
            ("metrics", iterations * MetricsRowBytes * (spec.Baseline is null ? 1 : 2)),
            ("runtime and engine", Runtime + SmallObjects)]);
    }

    /// <summary>A number of bytes for people.</summary>
    public static string Text(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB");

    private static Footprint Lifted(ExperimentSpec spec, int workers)
    {
        var footprint = new LiftedFootprint(spec.Network, spec.Method, spec.Task.Training);

        // One checkpoint is being written; another one may be that which the run was resumed from.
        return footprint.Blocks + footprint.Structure + (CheckpointsAtOnce * footprint.Checkpoint) + (workers * footprint.Thread);
    }

    /// <summary>The baseline runs after the lifted one, of which the parameters are left.</summary>
    private static Footprint Baseline(ExperimentSpec spec)
    {
        if (spec.Baseline is null)
        {
            return Footprint.Nothing;
        }

        var sampler = new BatchSampler(spec.Task.Training, spec.Method.Shards, spec.Method.Outer.BatchSize(spec.Task.Training), 0);
        var capacity = Enumerable.Range(0, sampler.Shards).Sum(sampler.LargestBatch);
        var left = spec.Network.Layers.Aggregate(Footprint.Nothing, (sum, layer) => sum + layer.Map.ParametersFootprint);
        return left + Backpropagation.Footprint(spec.Network, spec.Baseline, sampler) + LiftedFootprint.ThreadOf(spec.Network, capacity);
    }
}
