using LiftedActors.Actors;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Runs;

/// <summary>A run on the reference solver: the same setting, observer, checkpoints and bits as on an engine, on one thread.</summary>
internal static class SequentialRun
{
    public static Solution Solve(Func<LiftedObjective> lift, RunSetting setting, CancellationToken cancellation)
    {
        var objective = lift();
        var (first, elapsed, lowest) = (0, TimeSpan.Zero, double.PositiveInfinity);
        if (setting.ResumeFrom is { } checkpoint)
        {
            objective.Restore(checkpoint.Blocks);
            (first, elapsed, lowest) = (checkpoint.NextIteration, checkpoint.Elapsed, checkpoint.LowestObjective);
        }

        var solver = new SequentialSolver(objective, first, setting.Profile);
        var stopping = new FiniteValues() | setting.Stopping;
        while (true)
        {
            var start = setting.Time.GetTimestamp();
            var begun = setting.Profile?.Begin() ?? 0;
            var report = solver.Step();
            setting.Profile?.EndTurn(begun);
            elapsed += setting.Time.GetElapsedTime(start);
            setting.Observer.IterationCompleted(report, elapsed);
            var epochs = solver.Iteration / objective.Sampler.BatchesPerEpoch;
            if (solver.Iteration % objective.Sampler.BatchesPerEpoch == 0 && report.IsFinite)
            {
                setting.Observer.ShowEpoch(objective, solver.Iteration, elapsed);
            }

            var status = stopping.Judge(new SolveProgress(report, epochs, elapsed, lowest));
            lowest = Math.Min(lowest, report.Objective);
            status ??= cancellation.IsCancellationRequested ? new SolveStatus(SolveOutcome.Interrupted, "The run was asked to stop; resume it to go on.") : null;
            if (status is { IsInOrder: false })
            {
                return LastGood(lift, setting, status, elapsed);
            }

            if (status is not null || setting.IsCheckpointDue(solver.Iteration, objective.Sampler.BatchesPerEpoch))
            {
                Save(objective, solver.Iteration, (elapsed, lowest), setting);
            }

            if (status is not null)
            {
                return new Solution(status, solver.Iteration, elapsed, objective.CurrentParameters, 0) { Inputs = objective.CurrentInputs };
            }
        }
    }

    private static void Save(LiftedObjective objective, int iteration, (TimeSpan Elapsed, double Lowest) progress, RunSetting setting)
    {
        try
        {
            setting.Checkpoints.Save(new Checkpoint(
                iteration, progress.Elapsed, progress.Lowest, setting.Fingerprint, setting.KernelPath, [.. objective.Blocks.Select(block => block.Save())])
            {
                Penalties = setting.Penalties,
            });
            setting.Observer.CheckpointCommitted(iteration);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            setting.Observer.CheckpointFailed(fault.Message);
        }
    }

    private static Solution LastGood(Func<LiftedObjective> lift, RunSetting setting, SolveStatus status, TimeSpan elapsed)
    {
        var objective = lift();
        var checkpoint = setting.Checkpoints.Load(_ => { });
        objective.Restore(checkpoint?.Blocks ?? []);
        return new Solution(status, checkpoint?.NextIteration ?? 0, elapsed, objective.CurrentParameters, 0) { Inputs = objective.CurrentInputs };
    }
}
