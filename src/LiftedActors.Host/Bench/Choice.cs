using System.Globalization;

namespace LiftedActors.Host.Bench;

/// <summary>A setting of a contender; the one that does best on images held out from training is taken.</summary>
/// <param name="Rate">The rate.</param>
/// <param name="Start">The initial weights.</param>
/// <param name="Weight">The weight μ of the penalty; null for that of the experiment.</param>
internal sealed record Choice(double Rate, Start Start, double? Weight = null)
{
    /// <summary>All combinations.</summary>
    public static IReadOnlyList<Choice> Grid(IEnumerable<double> rates, IEnumerable<Start> starts, params IEnumerable<double?> weights) =>
        [.. from rate in rates from start in starts from weight in weights.DefaultIfEmpty() select new Choice(rate, start, weight)];

    /// <summary>The choice as values over those of a spec.</summary>
    /// <param name="rateKey">The key of the rate.</param>
    public IEnumerable<string> Overrides(string rateKey) =>
        [Text($"{rateKey}={Rate:R}"), .. Start.Overrides, .. Weight is { } weight ? [Text($"method.formulation.lifted-bregman.weight={weight:R}")] : (string[])[]];

    /// <inheritdoc/>
    public override string ToString() => (Weight is { } weight ? Text($"μ {weight:g}, ") : string.Empty) + Text($"rate {Rate:g}, {Start}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
