namespace LiftedActors.Host.Bench.Speed;

/// <summary>
/// Runs contests: all sides in turn, ours, peer, ours, peer …, so that what else the machine does meets all alike.
/// </summary>
/// <param name="runs">The runs of each side that count, for contests of one round.</param>
/// <param name="say">Is told how it goes.</param>
internal sealed class Race(int runs, Action<string> say)
{
    private const int Finalists = 2;
    private const double ShortSeconds = 0.5;

    /// <summary>Runs a contest.</summary>
    public ContestResult Run(Contest contest)
    {
        var (ours, peers) = (Heat(contest.Ours, contest.Measure), Heat(contest.Peers, contest.Measure));
        var values = ours.Concat(peers).ToDictionary(side => side, _ => new List<double>());
        for (var run = 0; run < runs * contest.Rounds; run++)
        {
            for (var i = 0; i < Math.Max(ours.Count, peers.Count); i++)
            {
                foreach (var side in ours.Skip(i).Take(1).Concat(peers.Skip(i).Take(1)))
                {
                    values[side].Add(side.Run());
                }
            }
        }

        var result = new ContestResult(contest, Best(ours)!, Best(peers));
        say($"{contest.Work}: {string.Join(", ", values.Select(pair => $"{pair.Key.Name} {contest.Measure.Format(Repetition.Median(pair.Value))}"))}");
        return result;

        SideResult? Best(IReadOnlyList<Side> sides) =>
            sides.Select(side => new SideResult(side.Name, values[side])).OrderBy(side => Order(contest.Measure, side.Median)).FirstOrDefault();
    }

    /// <summary>Warms every side up, by short work twice; of many, the two that are best then go on.</summary>
    private static List<Side> Heat(IReadOnlyList<Side> sides, Measure measure)
    {
        var first = sides.Select(side => side.Run()).ToArray();
        if (sides.Count <= Finalists)
        {
            return [.. sides];
        }

        var second = sides.Select((side, i) => measure.IsTime && first[i] > ShortSeconds ? first[i] : side.Run());
        return [.. sides.Zip(first.Zip(second, (a, b) => Math.Min(Order(measure, a), Order(measure, b))))
            .OrderBy(pair => pair.Second).Take(Finalists).Select(pair => pair.First)];
    }

    private static double Order(Measure measure, double value) => measure.IsTime ? value : -value;
}
