namespace LiftedActors.Actors;

/// <summary>Keeps checkpoints. A run calls it from one behaviour at a time.</summary>
public interface ICheckpointStore
{
    /// <summary>Commits a checkpoint: when it returns, the checkpoint survives; when it throws, the one before does.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    void Save(Checkpoint checkpoint);

    /// <summary>The newest intact checkpoint, or null where there is none.</summary>
    /// <param name="warn">Is told, in a sentence, about each newer one that was skipped.</param>
    Checkpoint? Load(Action<string> warn);
}
