namespace LiftedActors.Host.Bench.Speed;

/// <summary>One row of the table: the same work done by us and by another, in turn.</summary>
/// <param name="Work">What is done.</param>
/// <param name="Ours">Our ways to do it; the best counts.</param>
/// <param name="Peers">The other ways; the best counts. None where the other side is not on this machine.</param>
internal sealed record Contest(string Work, IReadOnlyList<Side> Ours, IReadOnlyList<Side> Peers)
{
    /// <summary>What is measured.</summary>
    public Measure Measure { get; init; } = Measure.Seconds;

    /// <summary>The runs of each side for every one that is asked for: many where a run is short, so that both sides meet the same moments.</summary>
    public int Rounds { get; init; } = 1;

    /// <summary>What should be reached.</summary>
    public Target Target { get; init; } = Target.Told;

    /// <summary>The floating-point operations of one run, where they say something.</summary>
    public double? Operations { get; init; }
}
