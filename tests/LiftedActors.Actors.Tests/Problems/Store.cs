namespace LiftedActors.Actors.Tests.Problems;

/// <summary>Keeps every checkpoint, and refuses those it is told to.</summary>
public sealed class Store : ICheckpointStore
{
    public List<Checkpoint> All { get; } = [];

    public Predicate<Checkpoint> Refuses { get; set; } = _ => false;

    public void Save(Checkpoint checkpoint)
    {
        if (Refuses(checkpoint))
        {
            throw new IOException("There is no space left.");
        }

        All.Add(checkpoint);
    }

    public Checkpoint? Load(Action<string> warn) => All.Count == 0 ? null : All[^1];
}
