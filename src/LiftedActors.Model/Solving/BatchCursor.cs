using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Solving;

/// <summary>A pinned block's place in the sampler: the samples of the current batch on one shard.</summary>
/// <param name="sampler">The sampler.</param>
/// <param name="shard">The shard.</param>
internal sealed class BatchCursor(BatchSampler sampler, int shard)
{
    private readonly int[] _permutation = new int[sampler.ShardSize(shard)];
    private int _epoch = -1;
    private Range? _range;

    /// <summary>The memory of a place.</summary>
    public static Footprint Footprint(BatchSampler sampler, int shard) => Kernels.Footprint.OfArray<int>(Kernels.Footprint.Batches, sampler.ShardSize(shard));

    /// <summary>The first sample of the shard.</summary>
    public int First { get; } = sampler.Shard(shard).Start.Value;

    /// <summary>The indices, within the shard, of the current batch.</summary>
    public ReadOnlySpan<int> Samples => _range is { } range ? _permutation.AsSpan(range) : default;

    /// <summary>Moves to the batch of an iteration; returns whether its samples differ from those before.</summary>
    public bool MoveTo(int iteration)
    {
        var range = sampler.BatchRange(shard, iteration);
        var epoch = sampler.BatchesPerEpoch > 1 ? sampler.Epoch(iteration) : 0;
        if (epoch == _epoch && _range is { } last && last.Equals(range))
        {
            return false;
        }

        if (epoch != _epoch)
        {
            sampler.Permute(shard, epoch, _permutation);
        }

        (_epoch, _range) = (epoch, range);
        return true;
    }

    /// <summary>Forgets the place, so that the next batch is gathered anew.</summary>
    public void Forget() => (_epoch, _range) = (-1, null);
}
