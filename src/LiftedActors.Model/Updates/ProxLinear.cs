using LiftedActors.Model.Blocks;

namespace LiftedActors.Model.Updates;

/// <summary>
/// The prox-linear (proximal-gradient) step v⁺ = prox_{gh}(v − g∇f(v)) with g = 1/L.
/// </summary>
/// <remarks>
/// F(v) − F(v⁺) ≥ (1/g + m/2 − L/2)|v⁺ − v|². L is estimated by power iteration, which converges from below; a settled step is
/// therefore held to this inequality, and replaced by a step with a certified L where it fails.
/// Source: docs/mathematics.md §5.1, §5.3.
/// </remarks>
public sealed record ProxLinear : BlockUpdate
{
    /// <inheritdoc/>
    public override UpdateGuarantee Guarantee => UpdateGuarantee.Descent;

    /// <inheritdoc/>
    public override bool NeedsLipschitz => true;

    /// <inheritdoc/>
    public override bool Moves(BlockKind kind) => true;

    /// <inheritdoc/>
    public override double Step(BlockProblem problem, UpdateMemory memory) => problem.ProximalGradient(1 / problem.Lipschitz);

    internal override void Step(ReadOnlySpan<UpdateTurn> turns, Span<double> squaredMoves) =>
        ProximalGradient(turns, static problem => 1 / problem.Lipschitz, squaredMoves);

    /// <inheritdoc/>
    public override double RequiredDecrease(BlockProblem problem, double squaredMove) =>
        (problem.Lipschitz + problem.StrongConvexity) / 2 * squaredMove;
}
