using LiftedActors.Model.Solving;

namespace LiftedActors.Model.Tests.Solving;

public sealed class BatchSamplerTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(10, 1, 3)]
    [InlineData(11, 2, 4)]
    [InlineData(100, 3, 7)]
    [InlineData(64, 4, 64)]
    [InlineData(65, 4, 8)]
    [InlineData(7, 3, 3)]
    [InlineData(1000, 2, 200)]
    public void EverySampleIsUsedOnceAnEpochAndStaysWithItsShard(int samples, int shards, int batchSize)
    {
        var sampler = new BatchSampler(samples, shards, batchSize, seed: 3);
        var owners = Enumerable.Range(0, shards).SelectMany(shard => Enumerable.Range(0, samples).ToArray()[sampler.Shard(shard)]).ToArray();
        Assert.Equal(Enumerable.Range(0, samples), owners);
        Assert.InRange(Enumerable.Range(0, shards).Max(sampler.ShardSize) - Enumerable.Range(0, shards).Min(sampler.ShardSize), 0, 1);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            for (var shard = 0; shard < shards; shard++)
            {
                var seen = new List<int>();
                for (var batch = 0; batch < sampler.BatchesPerEpoch; batch++)
                {
                    var iteration = (epoch * sampler.BatchesPerEpoch) + batch;
                    Assert.Equal(epoch, sampler.Epoch(iteration));
                    var taken = Batch(sampler, shard, iteration);
                    Assert.InRange(taken.Length, Math.Max(1, sampler.LargestBatch(shard) - 1), sampler.LargestBatch(shard));
                    Assert.Equal(taken, Batch(new BatchSampler(samples, shards, batchSize, seed: 3), shard, iteration));
                    seen.AddRange(taken);
                }

                Assert.Equal(Enumerable.Range(0, sampler.ShardSize(shard)), seen.Order());
            }
        }

        var sizes = Enumerable.Range(0, sampler.BatchesPerEpoch).Select(sampler.BatchSize).ToArray();
        Assert.Equal(samples, sizes.Sum());
        Assert.InRange(sizes.Max() - sizes.Min(), 0, shards);
    }

    [Fact]
    public void TheMeanBatchIsAsLargeAsAskedUpToRounding()
    {
        for (var samples = 20; samples <= 200; samples += 9)
        {
            var sampler = new BatchSampler(samples, 2, 10, seed: 1);
            Assert.InRange((double)samples / sampler.BatchesPerEpoch, 10 / 1.34, 10 * 1.34);
        }
    }

    [Fact]
    public void EpochsShardsAndSeedsAreShuffledDifferently()
    {
        var sampler = new BatchSampler(200, 2, 50, seed: 1);
        var orders = new[] { Order(sampler, 0, 0), Order(sampler, 0, 1), Order(sampler, 1, 0), Order(new BatchSampler(200, 2, 50, seed: 2), 0, 0) };
        Assert.Equal(orders.Length, orders.Select(order => string.Join(",", order)).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 200), Order(new BatchSampler(200, 1, 200, seed: 1), 0, 0));
    }

    [Theory]
    [InlineData(10, 0, 5)]
    [InlineData(10, 2, 1)]
    [InlineData(10, 2, 11)]
    [InlineData(0, 1, 1)]
    public void NumbersThatDoNotFitAreRefused(int samples, int shards, int batchSize) =>
        Assert.ThrowsAny<ArgumentException>(() => new BatchSampler(samples, shards, batchSize, 1));

    private static int[] Batch(BatchSampler sampler, int shard, int iteration) => Order(sampler, shard, sampler.Epoch(iteration))[sampler.BatchRange(shard, iteration)];

    private static int[] Order(BatchSampler sampler, int shard, int epoch)
    {
        var permutation = new int[sampler.ShardSize(shard)];
        sampler.Permute(shard, epoch, permutation);
        return permutation;
    }
}
