namespace LiftedActors.Actors.Behaviours;

/// <summary>The run and the generation that a behaviour belongs to; it keeps messages of other generations out.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Generation">The generation.</param>
internal sealed record Fence(string RunId, int Generation)
{
    /// <summary>The run's own behaviour.</summary>
    public Address Run { get; } = new(RunId, Role.Run);

    /// <summary>The schedule.</summary>
    public Address Schedule { get; } = new(RunId, Role.Schedule);

    /// <summary>The recorder.</summary>
    public Address Recorder { get; } = new(RunId, Role.Recorder);

    /// <summary>The checkpoint.</summary>
    public Address Checkpoint { get; } = new(RunId, Role.Checkpoint);

    /// <summary>Whether a message belongs here; tells the run where it does not.</summary>
    public bool Admits(Message message, IOutbox outbox)
    {
        if (message.Generation == Generation && message.RunId == RunId)
        {
            return true;
        }

        outbox.Send(Run, new StaleMessageDropped(RunId, Generation));
        return false;
    }
}
