namespace LiftedActors.Actors;

/// <summary>Keeps the newest checkpoint in memory, for runs that need not survive their process.</summary>
public sealed class MemoryCheckpointStore : ICheckpointStore
{
    private volatile Checkpoint? _newest;

    /// <inheritdoc/>
    public void Save(Checkpoint checkpoint) => _newest = checkpoint;

    /// <inheritdoc/>
    public Checkpoint? Load(Action<string> warn) => _newest;
}
