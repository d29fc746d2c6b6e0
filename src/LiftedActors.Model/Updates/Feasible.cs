using LiftedActors.Model.Blocks;

namespace LiftedActors.Model.Updates;

/// <summary>The forward pass as an update: z = σ(x), where the block's own penalty vanishes.</summary>
public sealed record Feasible : BlockUpdate
{
    /// <inheritdoc/>
    public override UpdateGuarantee Guarantee => UpdateGuarantee.OwnPenaltyVanishes;

    /// <inheritdoc/>
    public override bool Moves(BlockKind kind) => kind == BlockKind.Activations;

    /// <inheritdoc/>
    public override double Step(BlockProblem problem, UpdateMemory memory)
    {
        problem.Feasible();
        return problem.SquaredMove();
    }
}
