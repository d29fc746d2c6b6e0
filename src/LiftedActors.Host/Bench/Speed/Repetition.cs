namespace LiftedActors.Host.Bench.Speed;

/// <summary>Times short work by doing it many times.</summary>
internal static class Repetition
{
    /// <summary>The median time of one repetition.</summary>
    /// <param name="work">The work, done at least once.</param>
    /// <param name="atLeast">The seconds to go on for.</param>
    public static double Seconds(Action work, double atLeast)
    {
        List<double> times = [];
        var total = 0.0;
        do
        {
            var start = TimeProvider.System.GetTimestamp();
            work();
            times.Add(TimeProvider.System.GetElapsedTime(start).TotalSeconds);
            total += times[^1];
        }
        while (total < atLeast);

        return Median(times);
    }

    /// <summary>The median; for an even number of values, the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
