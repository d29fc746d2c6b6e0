using System.Collections.Immutable;
using LiftedActors.Model.Blocks;

namespace LiftedActors.Actors.Behaviours;

/// <summary>Blocks that are hosted together, by one behaviour with one mailbox; a block alone is a stack of one.</summary>
/// <param name="Blocks">The blocks, in block order.</param>
internal sealed record Stack(ImmutableArray<Block> Blocks)
{
    /// <summary>The block that the stack is addressed by.</summary>
    public BlockId Lead => Blocks[0].Id;
}
