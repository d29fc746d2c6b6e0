using System.Globalization;

namespace LiftedActors.Host.Specs;

/// <summary>Times as people write them.</summary>
internal static class Duration
{
    /// <summary>How a time is written.</summary>
    public const string Form = "90s, 15m, 2h or hh:mm:ss";

    /// <summary>Reads a time; null where the text is none, or not positive.</summary>
    public static TimeSpan? Parse(string text)
    {
        var unit = text.Length > 0 ? text[^1] : ' ';
        var seconds = unit switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        var time = seconds > 0 && double.TryParse(text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? TimeSpan.FromSeconds(Math.Clamp(number, 0, 1e9) * seconds)
            : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && text.Contains(':', StringComparison.Ordinal) ? span
            : TimeSpan.Zero;
        return time > TimeSpan.Zero ? time : null;
    }
}
