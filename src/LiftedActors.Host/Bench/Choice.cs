using System.Globalization;

namespace LiftedActors.Host.Bench;

/// <summary>The setting of a contender that did best on images held out from training.</summary>
/// <param name="Rate">The rate.</param>
/// <param name="Scale">The scale of the initial weights.</param>
internal sealed record Choice(double Rate, double Scale)
{
    /// <summary>The choice as values over those of a spec.</summary>
    public IEnumerable<string> Overrides(Contender contender) =>
        [Text($"{contender.RateKey}={Rate:R}"), Text($"network.initialisation.scale={Scale:R}")];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
