namespace LiftedActors.Model.Solving;

/// <summary>How a run ended.</summary>
public enum SolveOutcome
{
    /// <summary>The budget of epochs or iterations is used.</summary>
    Completed,

    /// <summary>The budget of time is used.</summary>
    TimeUp,

    /// <summary>Somebody asked the run to stop.</summary>
    Interrupted,

    /// <summary>A value is not a number, or infinite.</summary>
    NotFinite,

    /// <summary>The objective ran away.</summary>
    RunAway,

    /// <summary>A block waits for a value that does not come.</summary>
    Stalled,

    /// <summary>A block failed, and going back to the last checkpoint did not help.</summary>
    Failed,
}

/// <summary>How a run ended, with a sentence that says what to do about it.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Advice">One sentence.</param>
public sealed record SolveStatus(SolveOutcome Outcome, string Advice)
{
    /// <summary>Whether the run ended in order, so that the values at its end are good; otherwise those of the last checkpoint are.</summary>
    public bool IsInOrder => Outcome is SolveOutcome.Completed or SolveOutcome.TimeUp or SolveOutcome.Interrupted;
}

/// <summary>What a stopping criterion sees after an iteration.</summary>
/// <param name="Report">The report of the iteration.</param>
/// <param name="CompletedEpochs">Epochs that are complete.</param>
/// <param name="Elapsed">Time spent in this run, earlier parts included.</param>
/// <param name="LowestObjective">The lowest objective seen before.</param>
public readonly record struct SolveProgress(IterationReport Report, int CompletedEpochs, TimeSpan Elapsed, double LowestObjective);
