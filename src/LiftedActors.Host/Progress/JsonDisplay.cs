using System.Text.Json;
using System.Text.Json.Nodes;

namespace LiftedActors.Host.Progress;

/// <summary>One JSON object per line: <c>event</c> is <c>step</c>, <c>note</c>, <c>warning</c> or <c>result</c>.</summary>
/// <param name="output">Where lines go.</param>
internal sealed class JsonDisplay(TextWriter output) : IProgressDisplay
{
    public void Show(ProgressReport report) => Write("step", new JsonObject
    {
        ["method"] = ProgressText.Name(report.Method),
        ["epoch"] = report.Epoch,
        ["epochs"] = report.Epochs,
        ["step"] = report.Step,
        ["steps"] = report.Steps,
        ["objective"] = Finite(report.Objective),
        ["liftingGap"] = Finite(report.LiftingGap),
        [report.Quality.Measure.Key] = Finite(report.Quality.Value),
        ["samplesPerSecond"] = Finite(report.SamplesPerSecond),
        ["remainingSeconds"] = report.Remaining.TotalSeconds,
    });

    public void Note(string text) => Write("note", new JsonObject { ["text"] = text });

    public void Result(JsonObject summary) => Write("result", summary);

    public void Warn(string text) => Write("warning", new JsonObject { ["text"] = text });

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private void Write(string name, JsonObject fields)
    {
        fields.Insert(0, "event", name);
        output.WriteLine(fields.ToJsonString(JsonSerializerOptions.Default));
        output.Flush();
    }
}
