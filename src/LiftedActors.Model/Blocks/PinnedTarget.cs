using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;

namespace LiftedActors.Model.Blocks;

/// <summary>The pinned block Z_L of one shard: the targets. Its term is the loss.</summary>
public sealed class PinnedTarget : TermBlock
{
    private readonly ActivationValue _targets;
    private readonly BatchSource _source;
    private readonly BatchCursor _cursor;

    internal PinnedTarget(BlockId id, int samples, TermSetting setting, (IRows Targets, BatchSampler Sampler) source)
        : base(id, setting)
    {
        _cursor = new BatchCursor(source.Sampler, samples);
        _targets = new ActivationValue(Device.CreateMatrix(setting.Capacity, setting.Layer.Map.Outputs));
        _source = new BatchSource(Device, source.Targets, source.Sampler.Shard(samples), _targets.Values);
    }

    /// <summary>The memory of a block.</summary>
    internal static Footprint Footprint(int shard, TermSetting setting, BatchSampler sampler) => TermFootprint(setting)
        + Matrix.Footprint(Kernels.Footprint.Batches, setting.Capacity, setting.Layer.Map.Outputs)
        + BatchCursor.Footprint(sampler, shard);

    /// <inheritdoc/>
    public override (ValueKind Kind, BlockValue Value)? Standing => null;

    private protected override DeviceMatrix Activations => _targets.Values;

    private protected override long ActivationStamp => _targets.Stamp;

    /// <inheritdoc/>
    public override BlockState Save() => new(Id, [], 0);

    /// <inheritdoc/>
    public override void Restore(BlockState state)
    {
        _cursor.Forget();
        ForgetEvaluations();
        ForgetIteration();
    }

    private protected override void BeginIteration(int iteration)
    {
        base.BeginIteration(iteration);
        if (_cursor.MoveTo(iteration))
        {
            _source.Gather(_cursor.Samples, _targets.Values);
            Stamped(_targets);
        }
    }

    private protected override void Begin(Grant grant, ReadOnlySpan<BlockValue> reads, KernelCalls kernels)
    {
        if (grant.Work != Work.Load)
        {
            base.Begin(grant, reads, kernels);
        }
    }

    internal override BlockValue? Conclude(Grant grant, ReadOnlySpan<BlockValue> reads, KernelCalls kernels) =>
        grant.Work == Work.Load ? grant.Output is null ? null : _targets : base.Conclude(grant, reads, kernels);
}
