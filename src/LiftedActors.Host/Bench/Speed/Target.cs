using System.Globalization;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>How a row of the table states its ratio, and what it should reach.</summary>
/// <param name="IsTime">Whether the ratio is that of times, less being better, and not that of speeds.</param>
/// <param name="Bound">What the ratio should reach; null where it is only told.</param>
internal sealed record Target(bool IsTime, double? Bound)
{
    /// <summary>The ratio of speeds is only told.</summary>
    public static Target Told { get; } = new(false, null);

    /// <summary>At least so many times as fast as the other side.</summary>
    public static Target Speed(double atLeast) => new(false, atLeast);

    /// <summary>At most so many times the other side's time.</summary>
    public static Target Time(double atMost) => new(true, atMost);

    /// <summary>The ratio of a row.</summary>
    /// <param name="advantage">How many times as good as the other side ours is.</param>
    public double Ratio(double advantage) => IsTime ? 1 / advantage : advantage;

    /// <summary>Win or loss against the other side, and whether the bound is reached.</summary>
    /// <param name="advantage">How many times as good as the other side ours is.</param>
    public string Verdict(double advantage)
    {
        var outcome = advantage >= 1 ? "win" : "loss";
        return Bound is not { } bound ? outcome
            : (IsTime ? Ratio(advantage) <= bound : Ratio(advantage) >= bound) ? $"{outcome}, reached"
            : $"{outcome}, missed";
    }

    /// <inheritdoc/>
    public override string ToString() => Bound is { } bound
        ? string.Create(CultureInfo.InvariantCulture, $"{(IsTime ? "time ≤" : "speed ≥")} {bound:0.##}")
        : "–";
}
