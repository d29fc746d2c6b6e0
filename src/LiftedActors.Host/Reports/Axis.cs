namespace LiftedActors.Host.Reports;

/// <summary>An axis with round values: a multiple of 1, 2 or 5 times a power of ten.</summary>
/// <param name="Least">The least value shown.</param>
/// <param name="Most">The greatest value shown.</param>
/// <param name="Step">The distance of the values that are written.</param>
internal readonly record struct Axis(double Least, double Most, double Step)
{
    /// <summary>The values that are written.</summary>
    public IEnumerable<double> Values
    {
        get
        {
            var (least, step) = (Least, Step);
            return Enumerable.Range(0, (int)Math.Round((Most - Least) / Step) + 1).Select(i => least + (i * step));
        }
    }

    /// <summary>The axis around some finite values.</summary>
    /// <param name="values">The values; at least one.</param>
    /// <param name="ticks">About how many values are to be written.</param>
    public static Axis Around(IEnumerable<double> values, int ticks)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }

        if (most - least <= 1e-9 * Math.Max(1, Math.Abs(most)))
        {
            (least, most) = (least - 0.5, most + 0.5);
        }

        var rough = (most - least) / ticks;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power is var lead && lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
        return new Axis(Math.Floor(least / step) * step, Math.Ceiling(most / step) * step, step);
    }

    /// <summary>Where a value lies: 0 at the least, 1 at the greatest.</summary>
    public double Part(double value) => (value - Least) / (Most - Least);
}
