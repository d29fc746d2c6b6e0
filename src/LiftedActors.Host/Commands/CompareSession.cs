using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using LiftedActors.Host.Bench;
using LiftedActors.Host.Data;
using LiftedActors.Host.Engines;
using LiftedActors.Host.Progress;
using LiftedActors.Host.Reports;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Devices;
using Serilog;

namespace LiftedActors.Host.Commands;

/// <summary>Trains the methods of a comparison one after the other, seed by seed, each into a run folder of its own, and writes what they came to.</summary>
/// <param name="rivals">The methods.</param>
/// <param name="options">How to run.</param>
/// <param name="console">Where the table goes, and the progress.</param>
internal sealed class CompareSession(Rivals rivals, RunOptions options, InvocationConfiguration console)
{
    private readonly ChosenEngine _engine = ChosenEngine.Of(options.Engine, options.Workers);

    /// <summary>Where data are.</summary>
    public required DataFolders Folders { get; init; }

    /// <summary>The number of seeds, from that of the spec on.</summary>
    public required int Seeds { get; init; }

    /// <summary>Whether the best at equal time comes first.</summary>
    public required bool ByTime { get; init; }

    /// <summary>Runs all; returns the exit code.</summary>
    /// <param name="asked">The folder that was asked for; null for a numbered one.</param>
    public async Task<int> RunAsync(string? asked)
    {
        var whole = RunFolder.Create(asked, $"{rivals.Spec.Name}-compare");
        using var held = whole.Hold();
        using var interruption = new Interruption(console.Error.WriteLine);
        var runs = rivals.Methods.ToDictionary(method => method, _ => new List<RivalRun>());
        QualityMeasure? measure = null;
        foreach (var seed in Enumerable.Range(0, Seeds).Select(k => rivals.Spec.Seed + k))
        {
            TaskData? data = null;
            foreach (var method in rivals.Methods)
            {
                var spec = rivals.With(method, seed);
                var experiment = data is null ? DataWithin.Load(spec, Folders, whole.Path, options, new QuietDisplay(console.Error)) : new Experiment(spec, data);
                (data, measure) = (experiment.Data, experiment.Assessment.Measures[0]);
                var run = await TrainAsync(experiment, Path.Combine(whole.Path, $"{method}-{seed}"), interruption.Token).ConfigureAwait(false);
                if (interruption.Token.IsCancellationRequested)
                {
                    console.Error.WriteLine($"The comparison was stopped before its end; the runs so far are in {whole.Path}.");
                    return ExitCode.Interrupted;
                }

                runs[method].Add(run);
                console.Error.WriteLine(Text(method, run, measure));
            }
        }

        var comparison = new MethodComparison([.. rivals.Methods.Select(method => new Rival(method, runs[method]))], measure!, ByTime);
        Write(whole, comparison);
        return comparison.Scores.Count > 0 ? ExitCode.Success : ExitCode.Diverged;
    }

    private async Task<RivalRun> TrainAsync(Experiment experiment, string path, CancellationToken cancellation)
    {
        var folder = RunFolder.Create(path, experiment.Spec.Name);
        using var held = folder.Hold();
        RunStart.Write(folder, experiment.Spec, Folders, options.Memory);
        using var log = new LoggerConfiguration().WriteTo.File(folder.Log, formatProvider: CultureInfo.InvariantCulture).CreateLogger();
        var code = await new TrainingRun(folder, experiment, options, new RunConsole(new QuietDisplay(console.Error), log)).ExecuteAsync(cancellation).ConfigureAwait(false);
        var measure = experiment.Assessment.Measures[0];
        List<EpochPoint> points = [new EpochPoint(0, 0, experiment.Judge(experiment.Lift().CurrentParameters)[measure])];
        points.AddRange(File.ReadLines(folder.MetricsLines).Select(line => MetricsRow.Parse(line, experiment.Columns))
            .Where(row => row?.Quality is not null).Select(row => new EpochPoint(row!.Epoch, row.Seconds, row.Quality![measure])));
        var fault = code != ExitCode.Success ? JsonNode.Parse(File.ReadAllText(folder.Summary))!["advice"]!.GetValue<string>()
            : points.Count < 2 ? "It ended before its first epoch was complete."
            : points.Skip(1).FirstOrDefault(point => !double.IsFinite(point.Value)) is { Epoch: > 0 } wrong ? $"Its {measure.Name} after epoch {wrong.Epoch} is not finite."
            : null;

        // What the initial weights make of the images says nothing where it is not finite, and the first epoch stands for it.
        points[0] = double.IsFinite(points[0].Value) || points.Count < 2 ? points[0] : points[0] with { Value = points[1].Value };
        return new RivalRun(experiment.Spec.Seed, folder.Path, fault, points);
    }

    private void Write(RunFolder whole, MethodComparison comparison)
    {
        List<string> remarks =
        [
            $"At equal time every method has what the fastest one took, seed by seed; between the ends of epochs values are interpolated. {_engine.Name}, kernel threads: {_engine.Workers}; {ComputeDevice.Host.KernelPath}.",
        ];
        remarks.Add("The first run of each method pays for the compilation of its code.");
        remarks.AddRange(_engine.Workers > 1 && rivals.Methods.Contains(MethodReader.Backpropagation) ? ["Back-propagation has one thread."] : []);
        remarks.AddRange(rivals.Spec.Postprocess ? ["The exact fit of the last layer at the end is not in these numbers; the summary of each run has it."] : []);
        var report = new MethodComparisonReport(rivals.Spec.Name, comparison, rivals.Refusals, remarks);
        WriteText("compare.md", report.WriteMarkdown);
        WriteText("compare.json", report.WriteJson);
        ComparisonPicture.Write(Path.Combine(whole.Path, "curves.png"), comparison);
        report.WriteMarkdown(console.Output);
        console.Error.WriteLine($"Results: {whole.Path} (compare.md, compare.json, curves.png, and a folder for each run)");

        void WriteText(string name, Action<TextWriter> write) => DurableFile.Write(Path.Combine(whole.Path, name), stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            write(writer);
        });
    }

    private static string Text(string method, RivalRun run, QualityMeasure measure) => run.Fault is { } fault
        ? $"{method}, seed {run.Seed}: {fault}"
        : string.Create(CultureInfo.InvariantCulture, $"{method}, seed {run.Seed}: {measure.Name} {measure.Value(run.Points[^1].Value)} after {run.Epochs} epochs, {run.Points[^1].Seconds:0.0} s");
}
