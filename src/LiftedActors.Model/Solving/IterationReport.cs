namespace LiftedActors.Model.Solving;

/// <summary>What one iteration did; all means are over the samples of its batch.</summary>
/// <param name="Iteration">The iteration, from 0.</param>
/// <param name="Samples">The samples of the batch.</param>
/// <param name="Objective">F: the mean of loss and penalties, each at its last evaluation within the iteration.</param>
/// <param name="Loss">The mean loss at its first evaluation: after a forward pass, the loss of the network before the iteration.</param>
/// <param name="LiftingGap">The mean of Σ_ℓ C_ℓ over the hidden layers, without weights; zero where the activations are those of the network, for penalties that vanish there.</param>
/// <param name="SquaredMove">Σ|next − current|² over all steps.</param>
/// <param name="Rejected">The trial steps that were taken back.</param>
public readonly record struct IterationReport(
    int Iteration, int Samples, double Objective, double Loss, double LiftingGap, double SquaredMove, int Rejected)
{
    /// <summary>Whether every number is finite.</summary>
    public bool IsFinite => double.IsFinite(Objective) && double.IsFinite(Loss) && double.IsFinite(LiftingGap) && double.IsFinite(SquaredMove);
}
