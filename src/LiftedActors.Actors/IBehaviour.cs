namespace LiftedActors.Actors;

/// <summary>
/// A behaviour: message in, messages out. It is called with one message at a time, never by two threads at once, and starts no
/// thread, waits for nobody and reads no clock but the one it was given.
/// </summary>
public interface IBehaviour
{
    /// <summary>Takes one message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="outbox">Where its own messages go.</param>
    void Receive(Message message, IOutbox outbox);
}
