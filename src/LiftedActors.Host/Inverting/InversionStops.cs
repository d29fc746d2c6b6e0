using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Inverting;

/// <summary>Stops where F changes by hardly anything in an iteration.</summary>
/// <param name="Log">Its last row is of the iteration that is judged; a resumed run has those of before.</param>
/// <param name="Trial">The trial.</param>
/// <param name="Tolerance">The relative change.</param>
internal sealed record Settled(InversionLog Log, int Trial, double Tolerance) : StoppingCriterion
{
    /// <inheritdoc/>
    public override SolveStatus? Judge(in SolveProgress progress) =>
        Log.Rows is not [.., var before, var now] || before.Trial != Trial || now.Trial != Trial || !(Math.Abs(before.Objective - now.Objective) <= Tolerance * Math.Abs(now.Objective))
            ? null
            : new SolveStatus(SolveOutcome.Completed, FormattableString.Invariant($"F settled after {now.Iteration} iterations at {now.Objective:g6}."));
}

/// <summary>Stops where the misfit of the network itself meets the noise level: iterative regularisation.</summary>
/// <param name="Log">Its last row is of the iteration that is judged.</param>
/// <param name="Trial">The trial.</param>
/// <param name="Target">τδ².</param>
internal sealed record MisfitReached(InversionLog Log, int Trial, double Target) : StoppingCriterion
{
    /// <inheritdoc/>
    public override SolveStatus? Judge(in SolveProgress progress) => Log.Rows is not [.., var now] || now.Trial != Trial || !(now.Misfit <= Target)
        ? null
        : new SolveStatus(SolveOutcome.Completed, FormattableString.Invariant($"The misfit {now.Misfit:g4} met the noise level {Target:g4} after {now.Iteration} iterations."));
}

/// <summary>Stops after a time that trials before have taken a part of.</summary>
/// <param name="Limit">The time of all trials.</param>
/// <param name="Spent">That of the finished ones.</param>
internal sealed record TotalTime(TimeSpan Limit, TimeSpan Spent) : StoppingCriterion
{
    /// <inheritdoc/>
    public override SolveStatus? Judge(in SolveProgress progress) => new MaximumTime(Limit).Judge(progress with { Elapsed = progress.Elapsed + Spent });
}
