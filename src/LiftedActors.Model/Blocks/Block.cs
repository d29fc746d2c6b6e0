using LiftedActors.Model.Devices;
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

    /// <summary>Where the block's values lie.</summary>
    private protected abstract ComputeDevice Device { get; }

    /// <summary>What the block reports of the iteration that it is in or has just finished.</summary>
    public BlockReport Report { get; protected set; }

    /// <summary>The stream and the value that stand at the start of a run or after a restore; null for a block without one.</summary>
    public abstract (ValueKind Kind, BlockValue Value)? Standing { get; }

    /// <summary>Carries out one grant alone; <see cref="GrantRun"/> carries out several.</summary>
    /// <param name="grant">The grant.</param>
    /// <param name="iteration">The iteration, from which a pinned block derives its samples.</param>
    /// <param name="reads">The values of <see cref="Grant.Reads"/>, in that order.</param>
    /// <returns>What is published to <see cref="Grant.Output"/>; null where there is none.</returns>
    public BlockValue? Execute(Grant grant, int iteration, ReadOnlySpan<BlockValue> reads)
    {
        var run = new GrantRun(Device, 1, reads.Length);
        reads.CopyTo(run.NextReads(reads.Length));
        run.Add(this, grant, reads.Length);
        run.Execute(iteration);
        return run.Output(0);
    }

    /// <summary>Begins a grant: asks for the kernels that it needs in any case.</summary>
    internal void Begin(Grant grant, int iteration, ReadOnlySpan<BlockValue> reads, KernelCalls kernels)
    {
        if (_iteration != iteration)
        {
            _iteration = iteration;
            Report = default;
            BeginIteration(iteration);
        }

        Begin(grant, reads, kernels);
    }

    /// <summary>Does the rest of a grant, when the kernels that it asked for have been called.</summary>
    /// <returns>What is published; null where there is nothing.</returns>
    internal abstract BlockValue? Conclude(Grant grant, ReadOnlySpan<BlockValue> reads, KernelCalls kernels);

    /// <summary>Everything that the block needs to go on from a quiet point to the bit.</summary>
    public abstract BlockState Save();

    /// <summary>Takes a saved state back; what was derived from the old one is forgotten.</summary>
    /// <exception cref="ArgumentException">The state is of another shape.</exception>
    public abstract void Restore(BlockState state);

    /// <summary>Prepares for the grants of an iteration; the report is empty.</summary>
    private protected virtual void BeginIteration(int iteration)
    {
    }

    /// <summary>Asks for kernels; by default for none, and everything is done in <see cref="Conclude"/>.</summary>
    private protected virtual void Begin(Grant grant, ReadOnlySpan<BlockValue> reads, KernelCalls kernels)
    {
    }

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
