using System.Globalization;

namespace LiftedActors.Host.Bench;

/// <summary>Initial weights W ~ N(0, scale²/n_in) and biases.</summary>
/// <param name="Scale">The scale.</param>
/// <param name="Offset">The biases.</param>
internal sealed record Start(double Scale = 1, double Offset = 0)
{
    /// <summary>The start as values over those of a spec.</summary>
    public IEnumerable<string> Overrides =>
    [
        "network.initialisation={}",
        string.Create(CultureInfo.InvariantCulture, $"network.initialisation.scheme.fan-in.scale={Scale:R}"),
        string.Create(CultureInfo.InvariantCulture, $"network.initialisation.scheme.fan-in.offset={Offset:R}"),
    ];

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"scale {Scale:g}") + (Offset == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", b {Offset:g}"));
}
