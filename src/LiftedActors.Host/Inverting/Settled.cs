using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Inverting;

/// <summary>Stops where F falls by hardly anything in an iteration.</summary>
/// <param name="Log">Its last row is of the iteration that is judged; a resumed run has those of before.</param>
/// <param name="Trial">The trial.</param>
/// <param name="Tolerance">The relative decrease.</param>
internal sealed record Settled(InversionLog Log, int Trial, double Tolerance) : StoppingCriterion
{
    /// <inheritdoc/>
    public override SolveStatus? Judge(in SolveProgress progress) =>
        Log.Rows is not [.., var before, var now] || before.Trial != Trial || before.Objective - now.Objective > Tolerance * Math.Abs(now.Objective)
            ? null
            : new SolveStatus(SolveOutcome.Completed, FormattableString.Invariant($"F settled after {now.Iteration} iterations at {now.Objective:g6}."));
}

/// <summary>Stops where the misfit of the network itself meets the noise level: iterative regularisation.</summary>
/// <param name="Observer">Measures the misfit before this criterion is asked.</param>
/// <param name="Target">τδ².</param>
internal sealed record MisfitReached(InversionObserver Observer, double Target) : StoppingCriterion
{
    /// <inheritdoc/>
    public override SolveStatus? Judge(in SolveProgress progress) => Observer.Misfit > Target
        ? null
        : new SolveStatus(SolveOutcome.Completed, FormattableString.Invariant($"The misfit {Observer.Misfit:g4} met the noise level {Target:g4} after {progress.Report.Iteration + 1} iterations."));
}
