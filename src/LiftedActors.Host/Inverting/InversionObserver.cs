using System.Globalization;
using LiftedActors.Actors;
using LiftedActors.Host.Runs;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Inverting;

/// <summary>Writes what an inversion does to the metrics, the trace and the display.</summary>
/// <param name="experiment">The experiment.</param>
/// <param name="trial">The number of the weight that is tried, and the weight.</param>
/// <param name="records">The metrics and the trace.</param>
/// <param name="console">The log and the display.</param>
/// <param name="time">The clock.</param>
internal sealed class InversionObserver(
    InversionExperiment experiment, (int Number, double Alpha) trial, (InversionLog Metrics, TraceLog Trace) records, RunConsole console, TimeProvider time) : IRunObserver
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(2);
    private (IterationReport Report, TimeSpan Elapsed) _last;
    private long? _spoken;

    /// <summary>Why the newest checkpoint could not be kept; null where it was.</summary>
    public string? CheckpointFault { get; private set; }

    public bool WatchesInputs => true;

    public void VersionsTaken(int iteration, BlockId block, ReadOnlySpan<int> sweeps) => records.Trace.Add(iteration, block, sweeps);

    public void IterationCompleted(IterationReport report, TimeSpan elapsed)
    {
        records.Trace.Flush();
        _last = (report, elapsed);
    }

    public void InputsReached(int nextIteration, IRows inputs)
    {
        var misfit = experiment.Misfit(inputs);
        var psnr = experiment.Measurements.Truth is { } truth
            ? PeakSignalToNoise.Mean(truth.Values, Matrix.Of(inputs).Values, experiment.Measurements.Shape)
            : double.NaN;
        var (report, elapsed) = _last;
        records.Metrics.Add(new InversionRow(trial.Number, trial.Alpha, nextIteration, report.Objective, misfit, report.LiftingGap, psnr, elapsed.TotalSeconds));
        if (_spoken is not { } at || time.GetElapsedTime(at) > BetweenLines)
        {
            _spoken = time.GetTimestamp();
            console.Display.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"alpha {trial.Alpha:g3}  iteration {nextIteration}/{experiment.Spec.Iterations}  F {report.Objective:g5}  misfit {misfit:g4}  gap {report.LiftingGap:g3}{(double.IsNaN(psnr) ? string.Empty : $"  PSNR {psnr:0.00} dB")}"));
        }
    }

    public void EpochCompleted(int epoch, IReadOnlyList<LayerParameters> parameters, TimeSpan elapsed)
    {
    }

    public void CheckpointCommitted(int nextIteration) => CheckpointFault = null;

    public void CheckpointFailed(string reason)
    {
        CheckpointFault = reason;
        console.Display.Warn($"the checkpoint could not be kept: {reason.TrimEnd('.')}; the run goes on, and the one before stands.");
    }

    public void RolledBack(int nextIteration, string reason)
    {
        records.Metrics.CutBack(trial.Number, nextIteration);
        records.Trace.CutBack(nextIteration);
        console.Log.Warning("Back to iteration {Iteration}: {Reason:l}", nextIteration, reason);
        console.Display.Warn($"back to iteration {nextIteration}: {reason}");
    }
}
