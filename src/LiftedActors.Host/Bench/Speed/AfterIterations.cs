using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>Stops after a number of iterations.</summary>
/// <param name="Count">The number.</param>
internal sealed record AfterIterations(int Count) : StoppingCriterion
{
    /// <inheritdoc/>
    public override SolveStatus? Judge(in SolveProgress progress) =>
        progress.Report.Iteration + 1 < Count ? null : new SolveStatus(SolveOutcome.Completed, $"All {Count} iterations are done.");
}
