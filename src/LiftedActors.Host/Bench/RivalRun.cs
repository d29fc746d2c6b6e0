namespace LiftedActors.Host.Bench;

/// <summary>How good a training was at the end of an epoch.</summary>
/// <param name="Epoch">The epochs behind it; 0 for the initial weights.</param>
/// <param name="Seconds">The seconds spent in iterations.</param>
/// <param name="Value">The measure that counts, on the test samples.</param>
internal readonly record struct EpochPoint(int Epoch, double Seconds, double Value);

/// <summary>One training of a method that is compared.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Folder">Its run folder.</param>
/// <param name="Fault">Why it did not end well; null where it did.</param>
/// <param name="Points">From the initial weights on.</param>
internal sealed record RivalRun(long Seed, string Folder, string? Fault, IReadOnlyList<EpochPoint> Points)
{
    /// <summary>The epochs.</summary>
    public int Epochs => Points[^1].Epoch;

    /// <summary>The seconds of each epoch.</summary>
    public IEnumerable<double> EpochSeconds => Points.Zip(Points.Skip(1), (before, after) => (after.Seconds - before.Seconds) / (after.Epoch - before.Epoch));

    /// <summary>What it had reached after some epochs; of fewer epochs than asked for, the last.</summary>
    public EpochPoint AtEpoch(int epoch) => Points.Last(point => point.Epoch <= epoch);

    /// <summary>What it had reached after a time, by linear interpolation between the ends of epochs; after its end, the last value.</summary>
    public double AtTime(double seconds)
    {
        for (var i = 1; i < Points.Count; i++)
        {
            var (before, after) = (Points[i - 1], Points[i]);
            if (seconds <= after.Seconds)
            {
                var part = after.Seconds > before.Seconds ? (seconds - before.Seconds) / (after.Seconds - before.Seconds) : 1;
                return before.Value + (part * (after.Value - before.Value));
            }
        }

        return Points[^1].Value;
    }
}
