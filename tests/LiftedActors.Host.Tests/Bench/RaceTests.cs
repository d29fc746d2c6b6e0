using LiftedActors.Host.Bench.Speed;

namespace LiftedActors.Host.Tests.Bench;

/// <summary>Contests between sides whose times are known.</summary>
public sealed class RaceTests
{
    [Fact]
    public void The_better_of_each_sides_ways_counts_run_by_run()
    {
        var contest = new Contest("work", [Way("slow", 9), Way("ours", 1, 1, 2, 4)], [Way("peer", 1, 4, 4, 4), Way("slower", 8)]);

        var result = new Race(3, _ => { }).Run(contest);

        Assert.Equal(("ours", "peer"), (result.Ours.Name, result.Peer!.Name));
        Assert.Equal([1.0, 2.0, 4.0], result.Advantages);
    }

    [Fact]
    public void Sides_take_turns()
    {
        var turns = new List<string>();
        new Race(2, _ => { }).Run(new Contest("work", [Told("ours")], [Told("peer")]));

        Assert.Equal(["ours", "peer", "ours", "peer", "ours", "peer"], turns);

        Side Told(string name) => new(name, () =>
        {
            turns.Add(name);
            return 1;
        });
    }

    [Theory]
    [InlineData(2, 1, "loss, missed")]
    [InlineData(1, 1.1, "win, missed")]
    [InlineData(1, 2, "win, reached")]
    public void A_table_tells_wins_and_losses_alike(double ours, double peer, string verdict)
    {
        var contest = new Contest("work", [Way("ours", ours)], [Way("peer", peer)]) { Target = Target.Time(0.6) };

        using var output = new StringWriter();
        SpeedTable.WriteRow(output, new Race(1, _ => { }).Run(contest));

        Assert.EndsWith($"| {verdict} |", output.ToString().TrimEnd(), StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"time {ours / peer:0.00}"), output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_reached_is_said_and_not_compared()
    {
        var contest = new Contest("work", [Way("ours", double.PositiveInfinity)], [Way("peer", double.PositiveInfinity)]);

        using var output = new StringWriter();
        SpeedTable.WriteRow(output, new Race(1, _ => { }).Run(contest));

        Assert.Contains("| ours | not reached | peer | not reached | – |", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, double.PositiveInfinity, "win")]
    [InlineData(double.PositiveInfinity, 1, "loss")]
    public void Who_alone_reaches_a_goal_wins(double ours, double peer, string verdict)
    {
        using var output = new StringWriter();
        SpeedTable.WriteRow(output, new Race(1, _ => { }).Run(new Contest("work", [Way("ours", ours)], [Way("peer", peer)])));

        Assert.EndsWith($"| – | – | {verdict} |", output.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_power_law_has_its_exponent(double exponent)
    {
        var points = Enumerable.Range(1, 5).Select(x => ((double)x, 3 * Math.Pow(x, exponent))).ToArray();

        Assert.Equal(exponent, ScalingTables.Exponent(points), 1e-12);
    }

    /// <summary>A way whose runs take given times, the first being the one that warms up; the last is repeated.</summary>
    private static Side Way(string name, params double[] times)
    {
        var next = 0;
        return new Side(name, () => times[Math.Min(next++, times.Length - 1)]);
    }
}
