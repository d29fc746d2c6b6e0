using LiftedActors.Model.Devices;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;

namespace LiftedActors.Model.Blocks;

/// <summary>The pinned block Z_0 of one shard: it holds the shard's inputs and publishes the samples of each batch.</summary>
/// <param name="device">Where the values lie.</param>
/// <param name="shard">The shard.</param>
/// <param name="data">The shard's samples.</param>
/// <param name="sampler">Which samples belong to which batch.</param>
public sealed class PinnedInput(ComputeDevice device, int shard, ShardData data, BatchSampler sampler) : Block(BlockId.Activations(0, shard))
{
    private readonly ActivationValue _value = new(device.CreateMatrix(sampler.LargestBatch(shard), data.Inputs.Columns));
    private readonly DeviceMatrix _samples = device.Hold(data.Inputs);
    private readonly BatchCursor _cursor = new(sampler, shard);

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
            device.Gather(_samples, _cursor.Samples, _value.Values);
            Stamped(_value);
        }

        Report = new BlockReport(0, 0, 0, 0, _cursor.Samples.Length);
    }

    private protected override BlockValue? CarryOut(Grant grant, ReadOnlySpan<BlockValue> reads) =>
        grant.Work == Work.Load ? _value : throw Refused(grant);
}
