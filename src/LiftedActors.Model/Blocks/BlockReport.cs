namespace LiftedActors.Model.Blocks;

/// <summary>What a block reports of one iteration; plain numbers, so that it travels without cost.</summary>
/// <param name="Term">The last value of the block's term, summed over its samples; 0 for a block without a term.</param>
/// <param name="FirstTerm">The first value of the term in the iteration; for a pinned target the loss before any move.</param>
/// <param name="SquaredMove">Σ|next − current|² over the steps of the iteration.</param>
/// <param name="Rejected">The steps that were taken back.</param>
/// <param name="Samples">The samples of the batch on this shard; 0 for parameters.</param>
public readonly record struct BlockReport(double Term, double FirstTerm, double SquaredMove, int Rejected, int Samples)
{
    /// <summary>What of the term is the ℓ₁ penalty of the activations.</summary>
    public double Sparsity { get; init; }

    /// <summary>Whether every number is finite.</summary>
    public bool IsFinite => double.IsFinite(Term) && double.IsFinite(FirstTerm) && double.IsFinite(SquaredMove);
}
