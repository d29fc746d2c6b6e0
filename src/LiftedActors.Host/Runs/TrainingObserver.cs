using System.Globalization;
using LiftedActors.Actors;
using LiftedActors.Host.Progress;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Solving.Continuations;
using Serilog;

namespace LiftedActors.Host.Runs;

/// <summary>Writes what a training does to the metrics, the log and the display.</summary>
/// <param name="kind">Lifted or back-propagation.</param>
/// <param name="experiment">The experiment.</param>
/// <param name="records">What is left behind.</param>
/// <param name="console">The log and the display.</param>
internal sealed class TrainingObserver(TrainingKind kind, Experiment experiment, RunRecords records, RunConsole console) : IRunObserver
{
    private Quality? _quality = records.Metrics.Rows.LastOrDefault(row => row.Method == kind && row.Quality is not null)?.Quality;
    private (int Iteration, TimeSpan Elapsed)? _first;

    /// <summary>Why the newest checkpoint could not be kept; null where it was.</summary>
    public string? CheckpointFault { get; private set; }

    public void VersionsTaken(int iteration, BlockId block, ReadOnlySpan<int> sweeps) => records.Trace?.Add(iteration, block, sweeps);

    public void IterationCompleted(IterationReport report, TimeSpan elapsed)
    {
        records.Trace?.Flush();
        var completed = report.Iteration + 1;
        var steps = experiment.Sampler.BatchesPerEpoch;
        var epoch = (report.Iteration / steps) + 1;
        records.Metrics.Add(new MetricsRow { Method = kind, Epoch = epoch, Iteration = completed, Report = report, Seconds = elapsed.TotalSeconds });
        var perStep = SecondsPerStep(completed, elapsed);
        console.Display.Show(new ProgressReport
        {
            Method = kind,
            Epoch = epoch,
            Epochs = experiment.Spec.Epochs,
            Step = (report.Iteration % steps) + 1,
            Steps = steps,
            Objective = report.Objective,
            LiftingGap = kind == TrainingKind.Lifted ? report.LiftingGap : null,
            Quality = (experiment.Assessment.Measures[0], _quality?.Principal.Value),
            SamplesPerSecond = perStep > 0 ? report.Samples / perStep : 0,
            Remaining = TimeSpan.FromSeconds(perStep * Math.Max(0, experiment.Iterations - completed)),
        });
    }

    public void EpochCompleted(int epoch, IReadOnlyList<LayerParameters> parameters, TimeSpan elapsed)
    {
        var (quality, validation) = (experiment.Judge(parameters), experiment.Validate(parameters));
        _quality = quality;
        records.Metrics.Add(new MetricsRow
        {
            Method = kind,
            Epoch = epoch,
            Iteration = epoch * experiment.Sampler.BatchesPerEpoch,
            Quality = quality,
            Validation = validation,
            Seconds = elapsed.TotalSeconds,
        });
        KeepBest(epoch, parameters);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{ProgressText.Name(kind),-8} epoch {epoch}/{experiment.Spec.Epochs} done: {quality}, {(validation is null ? string.Empty : $"validation {validation}, ")}{elapsed.TotalSeconds:0.0} s");
        console.Display.Note(text);
        console.Log.Information("{Line:l}", text);
    }

    public bool WatchesGap => records.Penalties is not null;

    public void GapMeasured(int nextIteration, LiftingGap gap)
    {
        records.Penalties!.Add(nextIteration, gap);
        console.Log.Information("Lifting gap at iteration {Iteration}: at most {Bound:g4}, estimated {Estimate:g4}", nextIteration, gap.Bound, gap.Estimate);
    }

    public void WeightsChanged(int nextIteration, WeightChange change)
    {
        records.Penalties!.Add(nextIteration, change);
        console.Log.Information("Penalty weights from iteration {Iteration} on: {Weights:l} ({Cause:l})", nextIteration, change.Weights.ToString(), change.Cause);
        console.Display.Note($"penalty weights {change.Weights}: {change.Cause}");
    }

    public void CheckpointCommitted(int nextIteration)
    {
        if (CheckpointFault is not null)
        {
            console.Display.Note("checkpoints are kept again.");
        }

        CheckpointFault = null;
        console.Log.Information("Checkpoint at iteration {Iteration}", nextIteration);
    }

    public void CheckpointFailed(string reason)
    {
        console.Log.Warning("Checkpoint failed: {Reason:l}", reason);
        if (CheckpointFault is null)
        {
            console.Display.Warn($"the checkpoint could not be kept ({reason.TrimEnd('.')}); the one before stands.");
        }

        CheckpointFault = reason;
    }

    public void RolledBack(int nextIteration, string reason)
    {
        records.Metrics.CutBack(kind, nextIteration);
        records.Trace?.CutBack(nextIteration);
        records.Penalties?.CutBack(nextIteration);
        records.Best?.History.CutBack(nextIteration / experiment.Sampler.BatchesPerEpoch);
        _first = null;
        console.Log.Warning("Rolled back to iteration {Iteration}: {Reason:l}", nextIteration, reason);
        console.Display.Warn($"{reason.TrimEnd('.')}; the run goes on from iteration {nextIteration}.");
    }

    private void KeepBest(int epoch, IReadOnlyList<LayerParameters> parameters)
    {
        try
        {
            records.Best?.Complete(epoch, parameters);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            console.Log.Warning(fault, "The best weights could not be kept");
            console.Display.Warn($"the weights of epoch {epoch}, the best ones so far, could not be kept ({fault.Message.TrimEnd('.')}).");
        }
    }

    /// <summary>The mean time of a step since this process began, without its first step, which pays for compilation.</summary>
    private double SecondsPerStep(int completed, TimeSpan elapsed)
    {
        if (_first is not { } first)
        {
            _first = (completed, elapsed);
            return elapsed.TotalSeconds / completed;
        }

        return (elapsed - first.Elapsed).TotalSeconds / (completed - first.Iteration);
    }
}
