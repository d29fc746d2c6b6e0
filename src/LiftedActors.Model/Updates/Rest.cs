using LiftedActors.Model.Blocks;

namespace LiftedActors.Model.Updates;

/// <summary>No step at all: the parameters of an inversion, which answer with what they are.</summary>
internal sealed record Rest : BlockUpdate
{
    /// <inheritdoc/>
    public override UpdateGuarantee Guarantee => UpdateGuarantee.None;

    /// <inheritdoc/>
    public override bool Moves(BlockKind kind) => kind == BlockKind.Parameters;

    /// <inheritdoc/>
    public override double Step(BlockProblem problem, UpdateMemory memory) =>
        throw new InvalidOperationException("A block that rests takes no step.");
}
