using System.Globalization;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>What the two sides of a contest are measured in.</summary>
/// <param name="IsTime">Whether less is better.</param>
/// <param name="Format">Writes a value.</param>
internal sealed record Measure(bool IsTime, Func<double, string> Format)
{
    /// <summary>Seconds of work.</summary>
    public static Measure Seconds { get; } = new(true, Time);

    /// <summary>A speed-up: how many times as fast with all threads as with one.</summary>
    public static Measure SpeedUp { get; } = new(false, value => Text($"{value:0.00}×"));

    /// <summary>Block updates per second.</summary>
    public static Measure UpdatesPerSecond { get; } = new(false, value => Text($"{value:0} /s"));

    /// <summary>How many times as good one value is as another.</summary>
    public double Advantage(double ours, double peer) => IsTime ? peer / ours : ours / peer;

    /// <summary>A time in the unit that suits it.</summary>
    public static string Time(double seconds) => seconds switch
    {
        double.PositiveInfinity => "not reached",
        >= 1 => Text($"{seconds:0.00} s"),
        >= 1e-3 => Text($"{seconds * 1e3:0.00} ms"),
        _ => Text($"{seconds * 1e6:0.0} µs"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
