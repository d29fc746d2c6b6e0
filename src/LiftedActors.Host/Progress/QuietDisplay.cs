using System.Text.Json.Nodes;

namespace LiftedActors.Host.Progress;

/// <summary>Shows warnings and nothing else.</summary>
/// <param name="error">Where warnings go.</param>
internal sealed class QuietDisplay(TextWriter error) : IProgressDisplay
{
    public void Show(ProgressReport report)
    {
    }

    public void Note(string text)
    {
    }

    public void Result(JsonObject summary)
    {
    }

    public void Warn(string text) => error.WriteLine($"warning: {text}");
}
