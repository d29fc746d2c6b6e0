using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Solving;

/// <summary>
/// Which samples belong to which batch: every shard shuffles its own samples anew in each epoch, and batch m takes an m-th part of
/// every shard. Every sample is used once an epoch; batches differ by at most one sample per shard.
/// </summary>
/// <remarks>A permutation is a function of (seed, epoch, shard), so there is no state to save.</remarks>
public sealed class BatchSampler
{
    private readonly int _samples;
    private readonly long _seed;

    /// <summary>Creates the sampler.</summary>
    /// <param name="samples">All samples of the problem.</param>
    /// <param name="shards">The shards that they are split into.</param>
    /// <param name="batchSize">Samples in a batch, over all shards; at least one per shard.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive, or there is not one sample for each shard of a batch.</exception>
    public BatchSampler(int samples, int shards, int batchSize, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shards);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, shards);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, batchSize);
        (_samples, Shards, _seed) = (samples, shards, seed);
        BatchesPerEpoch = Math.Max(1, Math.Min(samples / shards, (int)Math.Round((double)samples / batchSize)));
    }

    /// <summary>The number of shards.</summary>
    public int Shards { get; }

    /// <summary>Batches in an epoch.</summary>
    public int BatchesPerEpoch { get; }

    /// <summary>The range of all samples that stay with a shard; sizes differ by at most one.</summary>
    public Range Shard(int shard) => Part(_samples, shard, Shards);

    /// <summary>The samples that stay with a shard.</summary>
    public int ShardSize(int shard) => Length(Shard(shard));

    /// <summary>The most samples that a batch takes from a shard.</summary>
    public int LargestBatch(int shard) => (ShardSize(shard) + BatchesPerEpoch - 1) / BatchesPerEpoch;

    /// <summary>The samples of one batch over all shards.</summary>
    public int BatchSize(int iteration)
    {
        var total = 0;
        for (var shard = 0; shard < Shards; shard++)
        {
            total += Length(BatchRange(shard, iteration));
        }

        return total;
    }

    /// <summary>The epoch that an iteration belongs to, from 0.</summary>
    public int Epoch(int iteration) => iteration / BatchesPerEpoch;

    internal Range BatchRange(int shard, int iteration) => Part(ShardSize(shard), iteration % BatchesPerEpoch, BatchesPerEpoch);

    /// <summary>Writes the permutation of a shard's samples in an epoch; the identity where an epoch is one batch.</summary>
    internal void Permute(int shard, int epoch, Span<int> permutation)
    {
        for (var i = 0; i < permutation.Length; i++)
        {
            permutation[i] = i;
        }

        if (BatchesPerEpoch > 1)
        {
            new RandomStream(_seed, "shuffle", epoch, shard).Shuffle(permutation);
        }
    }

    private static Range Part(int count, int index, int parts) =>
        new((int)((long)count * index / parts), (int)((long)count * (index + 1) / parts));

    private static int Length(Range range) => range.End.Value - range.Start.Value;
}
