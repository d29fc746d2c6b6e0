using LiftedActors.Model.Solving;
using LiftedActors.Model.Solving.Continuations;

namespace LiftedActors.Actors;

/// <summary>
/// Solves a lifted problem whose penalty weights change: every stage is a run of its own with fixed weights, which ends at a quiet point, and the
/// next one goes on from its checkpoint. Whatever carries the stages out, the bits are the same, interrupted or not.
/// </summary>
/// <remarks>
/// The state of the weights is part of every checkpoint. The one at the end of a stage is kept back until the rule has decided, so that none without the decision
/// is ever stored. A run that gets worse over several changes, or ends as not finite or run away, goes back to the last good stage with a slower rule.
/// </remarks>
/// <param name="solve">Solves one stage: the sequential solver, or <see cref="ActorSolver.SolveAsync"/> on any engine.</param>
/// <param name="good">Keeps the checkpoint of the last good change.</param>
public sealed class StagedSolver(Func<Func<LiftedObjective>, RunSetting, CancellationToken, Task<Solution>> solve, ICheckpointStore good)
{
    /// <summary>The lowest value of an objective that was never evaluated: with other weights it is another function.</summary>
    private const double AnotherObjective = double.MaxValue;

    /// <summary>Runs until a criterion stops it.</summary>
    /// <param name="problem">The problem and the rule.</param>
    /// <param name="setting">The run.</param>
    /// <param name="cancellation">Ends the run after the present iteration, with a checkpoint.</param>
    public async Task<Solution> SolveAsync(StagedProblem problem, RunSetting setting, CancellationToken cancellation)
    {
        var (from, stale) = (setting.ResumeFrom, 0);
        while (true)
        {
            var state = from?.Penalties ?? new PenaltyState(problem.Start);
            var end = problem.EndOf(from?.NextIteration ?? 0);
            var ending = new SolveStatus(SolveOutcome.Completed, $"The stage ends after iteration {end}.");
            var store = new KeptBackStore(setting.Checkpoints, end);
            LiftedObjective? objective = null;
            var stage = setting with
            {
                Stopping = setting.Stopping | new EndOfStage(end, ending),
                Checkpoints = store,
                ResumeFrom = from,
                Penalties = state,
            };
            var solution = await solve(() => objective = problem.Lift(state.Weights), stage, cancellation).ConfigureAwait(false);
            stale += solution.StaleMessages;
            var (next, runAway) = (store.Kept, RunAwayOf(solution.Status, state));
            if (next is not null && runAway is null)
            {
                var (after, cause) = state.After(StageReport.Of(objective!), problem.Rule);
                runAway = after.Worse < PenaltyState.WorseStages ? null : $"the run got worse in {PenaltyState.WorseStages} stages after changes of the penalty weights";
                next = next with { Penalties = after, LowestObjective = after.IsChanged ? AnotherObjective : next.LowestObjective };
                if (runAway is null)
                {
                    Keep(next, after, setting);
                    if (cause is not null)
                    {
                        setting.Observer.WeightsChanged(end, new WeightChange(after.Weights, cause));
                    }
                }
            }

            if (runAway is not null)
            {
                (next, var slowed) = GoBack(problem.Rule, runAway, state.Slowings + 1);
                if (next is null || state.Slowings >= PenaltyState.MostSlowings)
                {
                    return Ended(solution, slowed, state.Slowings);
                }

                next = next with { Elapsed = solution.Elapsed };
                setting.Checkpoints.Save(next);
                setting.Observer.RolledBack(next.NextIteration, slowed);
                setting.Observer.WeightsChanged(next.NextIteration, new WeightChange(next.Penalties!.Weights, slowed));
            }

            if (runAway is null && solution.Status != ending)
            {
                return solution with { StaleMessages = stale };
            }

            from = next;
        }
    }

    /// <summary>Why a stage counts as run away; null where it does not, or where no change of the weights can be the cause.</summary>
    private string? RunAwayOf(SolveStatus status, PenaltyState state) =>
        status.Outcome is SolveOutcome.NotFinite or SolveOutcome.RunAway && state.Report is not null && good.Load(_ => { }) is not null
            ? $"after a change of the penalty weights: {status.Advice.TrimEnd('.')}"
            : null;

    private void Keep(Checkpoint next, PenaltyState after, RunSetting setting)
    {
        try
        {
            setting.Checkpoints.Save(next);
            if (after.IsChanged && after.Worse == 0)
            {
                good.Save(next);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            setting.Observer.CheckpointFailed(fault.Message);
        }
    }

    /// <summary>The checkpoint of the last good change with what a slower rule makes of it, and the cause in a sentence.</summary>
    private (Checkpoint? Checkpoint, string Cause) GoBack(Continuation rule, string reason, int slowings)
    {
        if (good.Load(_ => { }) is not { Penalties: { Before: not null } penalties } checkpoint)
        {
            return (null, reason);
        }

        var (next, _) = penalties.Slower(rule, slowings);
        return (checkpoint with { Penalties = next, LowestObjective = AnotherObjective },
            $"{reason}; back to the last good stage, with changes of the weights 2^{slowings} times smaller");
    }

    private static Solution Ended(Solution solution, string reason, int slowings) => solution with
    {
        Status = new SolveStatus(
            SolveOutcome.RunAway,
            $"The penalty weights ran away ({reason}), and {slowings} slower changes did not help; lower the rate of the parameters' update, begin with larger weights, or keep them fixed."),
    };

    /// <summary>Ends a stage.</summary>
    private sealed record EndOfStage(int End, SolveStatus Status) : StoppingCriterion
    {
        public override SolveStatus? Judge(in SolveProgress progress) => progress.Report.Iteration + 1 < End ? null : Status;
    }

    /// <summary>Keeps the checkpoint of the end of a stage back.</summary>
    private sealed class KeptBackStore(ICheckpointStore inner, int end) : ICheckpointStore
    {
        public Checkpoint? Kept { get; private set; }

        public void Save(Checkpoint checkpoint)
        {
            if (checkpoint.NextIteration == end)
            {
                Kept = checkpoint;
            }
            else
            {
                inner.Save(checkpoint);
            }
        }

        public Checkpoint? Load(Action<string> warn) => Kept ?? inner.Load(warn);
    }
}
