using System.Text.Json.Nodes;

namespace LiftedActors.Host.Progress;

/// <summary>One line of a terminal that is written over and over; notes scroll away above it.</summary>
/// <param name="output">The terminal.</param>
/// <param name="time">The clock.</param>
internal sealed class LiveDisplay(TextWriter output, TimeProvider time) : IProgressDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private int _width;
    private long _last;

    public void Show(ProgressReport report)
    {
        if (_width > 0 && report.Step < report.Steps && time.GetElapsedTime(_last) < Pause)
        {
            return;
        }

        _last = time.GetTimestamp();
        var line = ProgressText.Line(report);
        var room = Room();
        line = line.Length > room ? line[..room] : line;
        output.Write($"\r{line.PadRight(_width)}");
        output.Flush();
        _width = line.Length;
    }

    public void Note(string text)
    {
        output.Write($"\r{new string(' ', _width)}\r");
        output.WriteLine(text);
        _width = 0;
    }

    public void Result(JsonObject summary)
    {
    }

    public void Warn(string text) => Note($"warning: {text}");

    private static int Room()
    {
        try
        {
            return Console.WindowWidth > 20 ? Console.WindowWidth - 1 : 160;
        }
        catch (Exception fault) when (fault is IOException or PlatformNotSupportedException)
        {
            return 160;
        }
    }
}
