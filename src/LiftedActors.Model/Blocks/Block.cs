using LiftedActors.Model.Schedules;

namespace LiftedActors.Model.Blocks;

/// <summary>
/// One block of the variable with everything that moves it: its value, its term, its update and its memory. It carries out grants
/// and knows nothing of engines, messages or other blocks; whoever calls hands it the values that a grant reads.
/// </summary>
/// <param name="id">The block's name.</param>
public abstract class Block(BlockId id)
{
    private long _stamp;
    private int? _iteration;

    /// <summary>The block's name.</summary>
    public BlockId Id { get; } = id;

    /// <summary>What the block reports of the iteration that it is in or has just finished.</summary>
    public BlockReport Report { get; protected set; }

    /// <summary>The stream and the value that stand at the start of a run or after a restore; null for a block without one.</summary>
    public abstract (ValueKind Kind, BlockValue Value)? Standing { get; }

    /// <summary>Carries out one grant.</summary>
    /// <param name="grant">The grant.</param>
    /// <param name="iteration">The iteration, from which a pinned block derives its samples.</param>
    /// <param name="reads">The values of <see cref="Grant.Reads"/>, in that order.</param>
    /// <returns>What is published to <see cref="Grant.Output"/>; null where there is none.</returns>
    public BlockValue? Execute(Grant grant, int iteration, ReadOnlySpan<BlockValue> reads)
    {
        if (_iteration != iteration)
        {
            _iteration = iteration;
            Report = default;
            BeginIteration(iteration);
        }

        return CarryOut(grant, reads);
    }

    /// <summary>Everything that the block needs to go on from a quiet point to the bit.</summary>
    public abstract BlockState Save();

    /// <summary>Takes a saved state back; what was derived from the old one is forgotten.</summary>
    /// <exception cref="ArgumentException">The state is of another shape.</exception>
    public abstract void Restore(BlockState state);

    /// <summary>Prepares for the grants of an iteration; the report is empty.</summary>
    private protected virtual void BeginIteration(int iteration)
    {
    }

    /// <summary>Carries out one grant of the iteration that has begun.</summary>
    private protected abstract BlockValue? CarryOut(Grant grant, ReadOnlySpan<BlockValue> reads);

    /// <summary>Forgets which iteration has begun.</summary>
    private protected void ForgetIteration() => _iteration = null;

    /// <summary>Marks a content of a value as new.</summary>
    private protected T Stamped<T>(T value)
        where T : BlockValue
    {
        value.Stamp = ++_stamp;
        return value;
    }

    /// <summary>The error of a grant that the block cannot carry out.</summary>
    private protected InvalidOperationException Refused(Grant grant) => new($"{Id} cannot carry out '{grant}'.");
}
