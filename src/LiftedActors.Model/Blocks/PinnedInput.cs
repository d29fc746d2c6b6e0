using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;

namespace LiftedActors.Model.Blocks;

/// <summary>The pinned block Z_0 of one shard: it takes the samples of each batch from the inputs and publishes them.</summary>
public sealed class PinnedInput : Block
{
    private readonly ActivationValue _value;
    private readonly BatchSource _inputs;
    private readonly BatchCursor _cursor;

    /// <summary>Creates the block.</summary>
    /// <param name="id">The block's name.</param>
    /// <param name="samples">The shard of the sampler that its samples are from; two phases share one.</param>
    /// <param name="device">Where the values lie.</param>
    /// <param name="source">The inputs of all samples, and which of them belong to which batch.</param>
    public PinnedInput(BlockId id, int samples, ComputeDevice device, (IRows Inputs, BatchSampler Sampler) source)
        : base(id)
    {
        Device = device;
        var (inputs, sampler) = source;
        _value = new ActivationValue(device.CreateMatrix(sampler.LargestBatch(samples), inputs.Columns));
        _inputs = new BatchSource(device, inputs, sampler.Shard(samples), _value.Values);
        _cursor = new BatchCursor(sampler, samples);
    }

    /// <summary>The memory of a block.</summary>
    internal static Footprint Footprint(int shard, int width, BatchSampler sampler) =>
        Matrix.Footprint(Kernels.Footprint.Batches, sampler.LargestBatch(shard), width) + BatchCursor.Footprint(sampler, shard);

    /// <summary>The samples of the present batch.</summary>
    internal DeviceMatrix Batch => _value.Values;

    /// <inheritdoc/>
    public override (ValueKind Kind, BlockValue Value)? Standing => null;

    /// <inheritdoc/>
    public override BlockState Save() => new(Id, [], 0);

    /// <inheritdoc/>
    public override void Restore(BlockState state)
    {
        _cursor.Forget();
        ForgetIteration();
    }

    private protected override void BeginIteration(int iteration)
    {
        if (_cursor.MoveTo(iteration))
        {
            _inputs.Gather(_cursor.Samples, _value.Values);
            Stamped(_value);
        }

        Report = new BlockReport(0, 0, 0, 0, _cursor.Samples.Length);
    }

    private protected override ComputeDevice Device { get; }

    internal override BlockValue? Conclude(Grant grant, ReadOnlySpan<BlockValue> reads, KernelCalls kernels) =>
        grant.Work == Work.Load ? _value : throw Refused(grant);
}
