namespace LiftedActors.Model.Solving;

/// <summary>Stops where a metric has not become better for some epochs.</summary>
/// <param name="History">The metric; whoever runs the training adds each epoch before this criterion is asked.</param>
/// <param name="Patience">The epochs to wait for a better value, at least 1.</param>
public sealed record EarlyStopping(MetricHistory History, int Patience) : StoppingCriterion
{
    /// <inheritdoc/>
    public override SolveStatus? Judge(in SolveProgress progress)
    {
        var best = History.Best;
        return History.Epochs - best.Epoch < Patience
            ? null
            : new SolveStatus(
                SolveOutcome.Completed,
                FormattableString.Invariant($"Stopped early after epoch {History.Epochs}: {History.Name} was best after epoch {best.Epoch}, at {best.Value:g6}."));
    }
}
