namespace LiftedActors.Actors;

/// <summary>Where a behaviour's messages go.</summary>
public interface IOutbox
{
    /// <summary>Sends a message and returns at once; callable from any thread. A message to nobody is dropped.</summary>
    /// <param name="to">The receiver.</param>
    /// <param name="message">The message.</param>
    void Send(Address to, Message message);
}
