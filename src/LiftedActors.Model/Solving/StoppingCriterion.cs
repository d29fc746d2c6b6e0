namespace LiftedActors.Model.Solving;

/// <summary>Decides after each iteration whether a run goes on. Criteria are joined with <c>|</c> (either) and <c>&amp;</c> (both).</summary>
public abstract record StoppingCriterion
{
    /// <summary>Either criterion stops the run; the first one's sentence counts.</summary>
    public static StoppingCriterion operator |(StoppingCriterion first, StoppingCriterion second) => new Either(first, second);

    /// <summary>Only both criteria together stop the run; the second one's sentence counts.</summary>
    public static StoppingCriterion operator &(StoppingCriterion first, StoppingCriterion second) => new Both(first, second);

    /// <summary>The status to end with, or null to go on.</summary>
    public abstract SolveStatus? Judge(in SolveProgress progress);

    private sealed record Either(StoppingCriterion First, StoppingCriterion Second) : StoppingCriterion
    {
        public override SolveStatus? Judge(in SolveProgress progress) => First.Judge(progress) ?? Second.Judge(progress);
    }

    private sealed record Both(StoppingCriterion First, StoppingCriterion Second) : StoppingCriterion
    {
        public override SolveStatus? Judge(in SolveProgress progress) => First.Judge(progress) is null ? null : Second.Judge(progress);
    }
}

/// <summary>Stops after a number of epochs.</summary>
/// <param name="Epochs">The number, at least 1.</param>
public sealed record MaximumEpochs(int Epochs) : StoppingCriterion
{
    /// <inheritdoc/>
    public override SolveStatus? Judge(in SolveProgress progress) =>
        progress.CompletedEpochs < Epochs ? null : new SolveStatus(SolveOutcome.Completed, Epochs == 1 ? "The one epoch is done." : $"All {Epochs} epochs are done.");
}

/// <summary>Stops after a number of iterations.</summary>
/// <param name="Iterations">The number, at least 1.</param>
public sealed record MaximumIterations(int Iterations) : StoppingCriterion
{
    /// <inheritdoc/>
    public override SolveStatus? Judge(in SolveProgress progress) => progress.Report.Iteration + 1 < Iterations
        ? null
        : new SolveStatus(SolveOutcome.Completed, Iterations == 1 ? "The one iteration is done." : $"All {Iterations} iterations are done.");
}

/// <summary>Stops after a time.</summary>
/// <param name="Limit">The time.</param>
public sealed record MaximumTime(TimeSpan Limit) : StoppingCriterion
{
    /// <inheritdoc/>
    public override SolveStatus? Judge(in SolveProgress progress) => progress.Elapsed < Limit
        ? null
        : new SolveStatus(SolveOutcome.TimeUp, $"The time limit of {Limit.TotalSeconds:0.######} s is reached; resume the run with a longer one to go on.");
}

/// <summary>Stops where a value is not a number or infinite.</summary>
public sealed record FiniteValues : StoppingCriterion
{
    /// <inheritdoc/>
    public override SolveStatus? Judge(in SolveProgress progress) => progress.Report.IsFinite
        ? null
        : new SolveStatus(
            SolveOutcome.NotFinite,
            $"Iteration {progress.Report.Iteration + 1} gave a value that is not finite; lower the rate of the parameters' update, or raise the penalty weight.");
}

/// <summary>Stops where the objective exceeds the lowest one so far by a factor: a large one, as a batch that is fitted already lies thousands of times below another.</summary>
/// <param name="Factor">The factor.</param>
public sealed record RunAway(double Factor = 1e8) : StoppingCriterion
{
    /// <inheritdoc/>
    public override SolveStatus? Judge(in SolveProgress progress) =>
        progress.Report.Objective <= Factor * progress.LowestObjective || progress.LowestObjective <= 0
            ? null
            : new SolveStatus(
                SolveOutcome.RunAway,
                $"The objective rose to {progress.Report.Objective:g4} from {progress.LowestObjective:g4}; lower the rate of the parameters' update, or raise the penalty weight.");
}
