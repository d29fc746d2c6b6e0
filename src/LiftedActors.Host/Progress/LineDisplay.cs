using System.Text.Json.Nodes;

namespace LiftedActors.Host.Progress;

/// <summary>Plain lines for a file or a pipe: the first step of each training, then one every few seconds.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="error">Where warnings go.</param>
/// <param name="time">The clock.</param>
internal sealed class LineDisplay(TextWriter output, TextWriter error, TimeProvider time) : IProgressDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private (Runs.TrainingKind Method, long Time)? _last;

    public void Show(ProgressReport report)
    {
        if (_last is not var (method, at) || method != report.Method || time.GetElapsedTime(at) >= Pause)
        {
            _last = (report.Method, time.GetTimestamp());
            output.WriteLine(ProgressText.Line(report));
        }
    }

    public void Note(string text) => output.WriteLine(text);

    public void Result(JsonObject summary)
    {
    }

    public void Warn(string text) => error.WriteLine($"warning: {text}");
}
