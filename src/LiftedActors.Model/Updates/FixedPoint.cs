using LiftedActors.Model.Blocks;

namespace LiftedActors.Model.Updates;

/// <summary>
/// The proximal-gradient step of infinite length: z⁺ = argmin ⟨∇f(z), v⟩ + h(v) = σ(x − Wᵀe/μ).
/// </summary>
/// <remarks>It descends only where L ≤ m, which a network does not promise. Source: docs/mathematics.md §5.1.</remarks>
public sealed record FixedPoint : BlockUpdate
{
    /// <inheritdoc/>
    public override UpdateGuarantee Guarantee => UpdateGuarantee.None;

    /// <inheritdoc/>
    public override bool Moves(BlockKind kind) => kind == BlockKind.Activations;

    /// <inheritdoc/>
    public override double Step(BlockProblem problem, UpdateMemory memory) => problem.ProximalGradient(double.PositiveInfinity);

    internal override void Step(ReadOnlySpan<UpdateTurn> turns, Span<double> squaredMoves) =>
        ProximalGradient(turns, static _ => double.PositiveInfinity, squaredMoves);
}
