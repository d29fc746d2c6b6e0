namespace LiftedActors.Host.Bench.Speed;

/// <summary>What the runs of one side gave.</summary>
/// <param name="Name">The side.</param>
/// <param name="Values">One value per run.</param>
internal sealed record SideResult(string Name, IReadOnlyList<double> Values)
{
    /// <summary>The median over the runs.</summary>
    public double Median => Repetition.Median(Values);
}

/// <summary>How a contest went: the better of our sides against the better of the others.</summary>
/// <param name="Contest">The contest.</param>
/// <param name="Ours">Our best side.</param>
/// <param name="Peer">The best of the others; null without one.</param>
internal sealed record ContestResult(Contest Contest, SideResult Ours, SideResult? Peer)
{
    /// <summary>
    /// How many times as good ours was, run by run, from the least to the largest: ∞ where only we reach a goal, 0 where only the other
    /// side does; empty without another side, or where neither does.
    /// </summary>
    public IReadOnlyList<double> Advantages { get; } =
        [.. Ours.Values.Zip(Peer?.Values ?? [], Contest.Measure.Advantage).Where(advantage => !double.IsNaN(advantage)).Order()];
}
