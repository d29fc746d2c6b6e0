using LiftedActors.Actors;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Runs;

/// <summary>Trains the baseline from its start; it is short beside the lifted run, and keeps no checkpoints.</summary>
internal static class BaselineRun
{
    public static Solution Solve(Experiment experiment, IRunObserver observer, (StoppingCriterion Stopping, TimeProvider Time, TimeSpan Spent) limits, CancellationToken cancellation)
    {
        var baseline = experiment.Baseline();
        var stopping = new FiniteValues() | limits.Stopping;
        var (elapsed, lowest) = (TimeSpan.Zero, double.PositiveInfinity);
        while (true)
        {
            var start = limits.Time.GetTimestamp();
            var report = baseline.Step();
            elapsed += limits.Time.GetElapsedTime(start);
            observer.IterationCompleted(report, elapsed);
            var epochs = baseline.Iteration / experiment.Sampler.BatchesPerEpoch;
            if (baseline.Iteration % experiment.Sampler.BatchesPerEpoch == 0 && report.IsFinite)
            {
                observer.EpochCompleted(epochs, baseline.CurrentParameters, elapsed);
            }

            var status = stopping.Judge(new SolveProgress(report, epochs, limits.Spent + elapsed, lowest))
                ?? (cancellation.IsCancellationRequested ? new SolveStatus(SolveOutcome.Interrupted, "The run was asked to stop; resume it to go on.") : null);
            if (status is not null)
            {
                return new Solution(status, baseline.Iteration, elapsed, baseline.CurrentParameters, 0);
            }

            lowest = Math.Min(lowest, report.Objective);
        }
    }
}
