namespace LiftedActors.Host.Runs;

/// <summary>What a training leaves behind epoch by epoch.</summary>
/// <param name="Metrics">The metrics.</param>
/// <param name="Trace">The versions taken; null where there is no choice.</param>
/// <param name="Best">The best weights; null where nothing is chosen.</param>
internal sealed record RunRecords(MetricsLog Metrics, TraceLog? Trace, BestEpoch? Best)
{
    /// <summary>The penalty weights; null for back-propagation, which has none.</summary>
    public PenaltyLog? Penalties { get; init; }
}
