namespace LiftedActors.Actors.Behaviours;

/// <summary>Where a generation begins.</summary>
/// <param name="NextIteration">The iteration that comes next.</param>
/// <param name="Elapsed">The time spent before.</param>
/// <param name="LowestObjective">The lowest objective before.</param>
/// <param name="Rollback">Why the generation before ended; null for the first.</param>
internal sealed record StartingPoint(int NextIteration, TimeSpan Elapsed, double LowestObjective, string? Rollback)
{
    /// <summary>The point of a checkpoint, or the very start where there is none.</summary>
    public static StartingPoint Of(Checkpoint? checkpoint, string? rollback) => checkpoint is null
        ? new StartingPoint(0, TimeSpan.Zero, double.PositiveInfinity, rollback)
        : new StartingPoint(checkpoint.NextIteration, checkpoint.Elapsed, checkpoint.LowestObjective, rollback);
}
