using LiftedActors.Host.Reports;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Tests.Reports;

public sealed class MemoryEstimateTests
{
    private const int Workers = 2;
    private static readonly string[] Large = ["task.train=4000", "task.size=28", "network.widths=[784,300,300,784]"];

    [Fact]
    public void Images_are_in_memory_exactly_where_they_fit()
    {
        var spec = SmallSpec.Read(Large);
        var (whole, streamed) = (MemoryEstimate.Of(spec, Workers, false).Total, MemoryEstimate.Of(spec, Workers, true).Total);

        Assert.Equal(4006L * 2 * 784 * sizeof(Real), whole - streamed);
        Assert.False(MemoryPlan.For(spec, new MemoryBudget(whole, true), Workers).IsStreamed);
        Assert.True(MemoryPlan.For(spec, new MemoryBudget(whole - 1, true), Workers).IsStreamed);
        Assert.True(MemoryPlan.For(spec, new MemoryBudget(streamed, true), Workers).IsStreamed);
        Assert.Throws<SpecException>(() => MemoryPlan.For(spec, new MemoryBudget(streamed - 1, true), Workers));
    }

    [Theory]
    [InlineData("method.shards=40", "implicit-stochastic-gradient.batchSize=80")]
    [InlineData("method.outer.implicit-stochastic-gradient.batchSize=4000")]
    [InlineData("method.outer=\"full-batch\"")]
    public void A_refusal_names_a_budget_and_a_change_that_would_do(params string[] changes)
    {
        string[] all = [.. Large, .. changes.Select(change => change.StartsWith("implicit", StringComparison.Ordinal) ? "method.outer." + change : change)];
        var spec = SmallSpec.Read(all);
        var budget = new MemoryBudget(MemoryEstimate.Of(spec, Workers, true).Total - (3 << 20), true);
        var message = Assert.Throws<SpecException>(() => MemoryPlan.For(spec, budget, Workers)).Message;

        var words = message.Split(' ');
        var amount = MemoryBudget.Parse(words[Array.IndexOf(words, "--memory") + 1].TrimEnd(';'));
        Assert.InRange(amount.Bytes, budget.Bytes, budget.Bytes + (5 << 20));
        Assert.NotNull(MemoryPlan.For(spec, amount, Workers));
        Assert.NotNull(MemoryPlan.For(SmallSpec.Read([.. all, words[Array.IndexOf(words, "--set") + 1].TrimEnd(',')]), budget, Workers));
    }

    [Fact]
    public void Wider_layers_more_images_and_more_shards_need_more() => Assert.All(
        (string[])["network.widths=[64,21,20,64]", "task.train=33", "method.shards=3"],
        change => Assert.True(MemoryEstimate.Of(SmallSpec.Read(change), Workers, false).Total > MemoryEstimate.Of(SmallSpec.Read(), Workers, false).Total, change));

    [Fact]
    public void A_longer_delay_needs_more()
    {
        var totals = Enumerable.Range(0, 3).Select(delay => MemoryEstimate.Of(
            SmallSpec.Read($"method.schedule={{\"bounded-delay\":{{\"delay\":{delay}}}}}", "method.outer={\"full-batch\":{\"sweeps\":6}}"), Workers, false).Total).ToArray();
        Assert.True(totals[0] < totals[1] && totals[1] < totals[2]);
    }

    [Fact]
    public void A_baseline_that_needs_more_than_the_lifted_run_counts()
    {
        // Momentum-free lifted parameters beside a baseline with the two moments of Adam.
        var spec = SmallSpec.Read([.. Large, "method.parameterUpdate={\"gradient-descent\":{\"rate\":0.1}}", "method.outer.implicit-stochastic-gradient.batchSize=2"]);

        Assert.All((ExperimentSpec[])[spec, SmallSpec.Read(Large)], with =>
            Assert.True(MemoryEstimate.Of(with, Workers, true).Total >= MemoryEstimate.Of(with with { Baseline = null }, Workers, true).Total));
        Assert.All(MemoryEstimate.Of(spec, Workers, true).Parts, part => Assert.True(part.Bytes >= 0, part.Name));
    }

    [Theory]
    [InlineData("512M", 512L << 20)]
    [InlineData("4G", 4L << 30)]
    [InlineData("1.5g", 3L << 29)]
    [InlineData("2048k", 2L << 20)]
    public void Amounts_are_read_in_units_of_1024(string text, long bytes) => Assert.Equal(bytes, MemoryBudget.Parse(text).Bytes);

    [Theory]
    [InlineData("")]
    [InlineData("4")]
    [InlineData("G")]
    [InlineData("-1G")]
    [InlineData("0M")]
    [InlineData("4GB")]
    [InlineData("99999999999T")]
    public void What_is_no_amount_is_refused(string text) => Assert.Throws<SpecException>(() => MemoryBudget.Parse(text));
}
