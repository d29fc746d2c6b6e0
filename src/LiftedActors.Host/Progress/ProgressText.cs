using System.Globalization;
using LiftedActors.Host.Runs;

namespace LiftedActors.Host.Progress;

/// <summary>Progress as a line of text.</summary>
internal static class ProgressText
{
    public static string Line(ProgressReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name(report.Method),-8} epoch {report.Epoch}/{report.Epochs}  step {report.Step}/{report.Steps}  objective {report.Objective:0.000}"
        + $"{(report.LiftingGap is { } gap ? $"  gap {gap:0.0000}" : string.Empty)}  {report.Quality.Measure.Name} {(report.Quality.Value is { } value ? report.Quality.Measure.Value(value) : "-")}"
        + $"  {report.SamplesPerSecond:0} samples/s  ETA {Duration(report.Remaining)}");

    public static string Name(TrainingKind method) => method == TrainingKind.Lifted ? "lifted" : "backprop";

    public static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}"
        : $"{time.Minutes}:{time.Seconds:00}";
}
