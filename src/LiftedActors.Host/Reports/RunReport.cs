using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;
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
        var isAlone = experiment.Spec.IsBaselineAlone;
        var trained = experiment.Judge(result.Lifted.Parameters);
        var quality = isAlone
            ? new RunQuality(experiment.JudgeInputs(), trained, null)
            : new RunQuality(experiment.JudgeInputs(), baseline is null ? null : experiment.Judge(baseline), trained);
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
            Validation = Validation(baseline, result.Lifted.Parameters),
            Best = (Best(folder.BestWeights), Best(folder.BestBaselineWeights)),
            Last = (last?.Objective ?? double.NaN, last?.LiftingGap ?? double.NaN),
            WeightsSha256 = digest,
        };
        WritePicture(baseline, result.Lifted.Parameters);
        CurvesPicture.Write(folder.Curves, metrics.Rows, experiment.Assessment.Measures[0]);
        summary.Write(folder.Summary);
        Tell(summary);
        console.Display.Result(summary.ToJson());
    }

    private string Picture => experiment.Data.Kind == TaskKind.Classification ? folder.Classified : folder.Restored;

    private void WritePicture(IReadOnlyList<LayerParameters>? baseline, IReadOnlyList<LayerParameters> lifted)
    {
        if (experiment.Data.Kind == TaskKind.Classification)
        {
            ClassifiedSheet.Write(Picture, experiment, lifted);
        }
        else
        {
            RestoredPanel.Write(Picture, experiment, experiment.Spec.IsBaselineAlone ? null : baseline, lifted);
        }
    }

    private RunQuality? Validation(IReadOnlyList<LayerParameters>? baseline, IReadOnlyList<LayerParameters> lifted) =>
        experiment.Validate(lifted) is not { } quality ? null
        : experiment.Spec.IsBaselineAlone ? new RunQuality(null, quality, null)
        : new RunQuality(null, baseline is null ? null : experiment.Validate(baseline), quality);

    private void Tell(RunSummary summary)
    {
        var text = summary.Quality.ToString();
        console.Display.Note(text);
        console.Log.Information("{Line:l}", text);
        Tell("lifted", summary.Best.Lifted);
        Tell("back-propagation", summary.Best.Backprop);
        if (ExitCode.Of(summary.Status.Outcome) == ExitCode.Success)
        {
            console.Display.Note($"{Status(summary.Status.Outcome)}: {summary.Status.Advice}");
        }

        console.Display.Note($"Results: {folder.Path} ({Path.GetFileName(Picture)}, curves.png, summary.json, weights.safetensors)");
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

    private BestResult? Best(string path) =>
        BestWeights.Read(path, experiment.Problem.Network) is { } best ? new BestResult(best, experiment.Judge(best.Parameters)) : null;

    private void Tell(string name, BestResult? best)
    {
        if (best is not null)
        {
            console.Display.Note($"best by {best.Weights.Metric}: {name} after epoch {best.Weights.Epoch}, on the test images {best.Quality}");
        }
    }

    private static string Status(SolveOutcome outcome) => Model.Operators.Spelling.KebabCase(outcome.ToString());

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;
}
