using System.Globalization;
using LiftedActors.Host.Runs;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Reports;

/// <summary>Writes what a run leaves behind: weights, pictures and the summary, and says in a few lines what it came to.</summary>
internal sealed class RunReport(RunFolder folder, Experiment experiment, RunConsole console)
{
    public void Write(MetricsLog metrics, RunResult result)
    {
        var digest = WeightsFile.Write(folder.Weights, result.Lifted.Parameters);
        var baseline = File.Exists(folder.BaselineWeights) ? WeightsFile.Read(folder.BaselineWeights, experiment.Problem.Network) : null;
        var quality = (
            Quality.Of(experiment.Data.Test, experiment.Data.Shape),
            baseline is null ? (Quality?)null : experiment.Judge(baseline),
            experiment.Judge(result.Lifted.Parameters));
        var last = metrics.Rows.LastOrDefault(row => row.Method == TrainingKind.Lifted && row.Report is not null)?.Report;
        var steps = experiment.Sampler.BatchesPerEpoch;
        var summary = new RunSummary
        {
            Status = result.Status,
            Experiment = experiment,
            Engine = result.Engine,
            Iterations = result.Lifted.CompletedIterations,
            Elapsed = result.Elapsed,
            SecondsPerEpoch = (metrics.SecondsPerEpoch(TrainingKind.Lifted, steps), metrics.SecondsPerEpoch(TrainingKind.Backprop, steps)),
            Quality = quality,
            Last = (last?.Objective ?? double.NaN, last?.LiftingGap ?? double.NaN),
            WeightsSha256 = digest,
        };
        RestoredPanel.Write(folder.Restored, experiment, baseline, result.Lifted.Parameters);
        CurvesPicture.Write(folder.Curves, metrics.Rows);
        summary.Write(folder.Summary);
        Tell(summary);
        console.Display.Result(summary.ToJson());
    }

    private void Tell(RunSummary summary)
    {
        var (degraded, backprop, lifted) = summary.Quality;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"PSNR: degraded {degraded.Psnr:0.00} dB, {(backprop is { } known ? $"back-propagation {known.Psnr:0.00} dB, " : string.Empty)}lifted {lifted?.Psnr:0.00} dB; lifted gains {lifted?.Psnr - degraded.Psnr:0.00} dB");
        console.Display.Note(text);
        console.Log.Information("{Line:l}", text);
        if (ExitCode.Of(summary.Status.Outcome) == ExitCode.Success)
        {
            console.Display.Note($"{Status(summary.Status.Outcome)}: {summary.Status.Advice}");
        }

        console.Display.Note($"Results: {folder.Path} (restored.png, curves.png, summary.json, weights.safetensors)");
        if (summary.Status.Outcome is SolveOutcome.Interrupted or SolveOutcome.TimeUp)
        {
            console.Display.Note($"Go on with: lifted resume {Quoted(folder.Path)}");
        }
        else if (ExitCode.Of(summary.Status.Outcome) != ExitCode.Success)
        {
            console.Display.Warn($"{Status(summary.Status.Outcome)}: {summary.Status.Advice}");
            console.Display.Warn(summary.Iterations > 0
                ? $"the weights are those of the last good checkpoint, at iteration {summary.Iterations}."
                : "there was no checkpoint before; the weights are the initial ones.");
        }
    }

    private static string Status(SolveOutcome outcome) => Model.Operators.Spelling.KebabCase(outcome.ToString());

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;
}
