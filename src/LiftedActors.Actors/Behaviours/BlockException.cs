using LiftedActors.Model.Blocks;

namespace LiftedActors.Actors.Behaviours;

/// <summary>A block failed.</summary>
/// <param name="block">The block.</param>
/// <param name="iteration">The iteration that it was in.</param>
/// <param name="work">What it did.</param>
/// <param name="cause">What it threw.</param>
internal sealed class BlockException(BlockId block, int iteration, string work, Exception cause)
    : Exception($"{block} failed in iteration {iteration} ({work}): {cause.Message}", cause)
{
    /// <summary>The block.</summary>
    public BlockId Block { get; } = block;

    /// <summary>The iteration that it was in.</summary>
    public int Iteration { get; } = iteration;
}
