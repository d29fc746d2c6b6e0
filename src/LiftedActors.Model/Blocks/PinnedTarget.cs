using LiftedActors.Model.Kernels;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;

namespace LiftedActors.Model.Blocks;

/// <summary>The pinned block Z_L of one shard: the targets. Its term is the loss.</summary>
public sealed class PinnedTarget : TermBlock
{
    private readonly Matrix _targets;
    private readonly IRows _source;
    private readonly BatchCursor _cursor;
    private long _batchStamp;

    internal PinnedTarget(int depth, int shard, TermSetting setting, (IRows Targets, BatchSampler Sampler) source)
        : base(BlockId.Activations(depth, shard), setting)
    {
        _source = source.Targets;
        _cursor = new BatchCursor(source.Sampler, shard);
        _targets = new Matrix(setting.Capacity, setting.Layer.Map.Outputs);
    }

    /// <summary>The memory of a block.</summary>
    internal static Footprint Footprint(int depth, int shard, TermSetting setting, BatchSampler sampler) => TermFootprint(depth, setting)
        + Matrix.Footprint(Kernels.Footprint.Batches, setting.Capacity, setting.Layer.Map.Outputs)
        + BatchCursor.Footprint(sampler, shard);

    /// <inheritdoc/>
    public override (ValueKind Kind, BlockValue Value)? Standing => null;

    private protected override Matrix Activations => _targets;

    private protected override long ActivationStamp => _batchStamp;

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
            _cursor.Gather(_source, _targets);
            _batchStamp++;
        }
    }

    private protected override BlockValue? CarryOut(Grant grant, ReadOnlySpan<BlockValue> reads) =>
        grant.Work == Work.Load ? null : base.CarryOut(grant, reads);
}
