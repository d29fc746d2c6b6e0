using LiftedActors.Host.Reports;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Tests.Reports;

public sealed class MemoryEstimateTests
{
    [Fact]
    public void A_run_is_refused_exactly_where_it_needs_more_than_there_is()
    {
        var estimate = MemoryEstimate.Of(SmallSpec.Read());

        estimate.Check("small", estimate.Total);
        Assert.Throws<SpecException>(() => estimate.Check("small", estimate.Total - 1));
    }

    [Fact]
    public void Wider_layers_and_more_images_need_more() => Assert.All(
        (string[])["network.widths=[64,21,20,64]", "task.train=33", "method.shards=3"],
        change => Assert.True(MemoryEstimate.Of(SmallSpec.Read(change)).Total > MemoryEstimate.Of(SmallSpec.Read()).Total, change));

    [Fact]
    public void A_longer_delay_needs_more()
    {
        var totals = Enumerable.Range(0, 3).Select(delay => MemoryEstimate.Of(
            SmallSpec.Read($"method.schedule={{\"bounded-delay\":{{\"delay\":{delay}}}}}", "method.outer={\"full-batch\":{\"sweeps\":6}}")).Total).ToArray();
        Assert.True(totals[0] < totals[1] && totals[1] < totals[2]);
    }
}
