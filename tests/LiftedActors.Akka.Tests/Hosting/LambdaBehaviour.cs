using LiftedActors.Actors;

namespace LiftedActors.Akka.Tests.Hosting;

/// <summary>A behaviour given by what it does with a message.</summary>
internal sealed class LambdaBehaviour(Action<Message, IOutbox> receive) : IBehaviour
{
    public void Receive(Message message, IOutbox outbox) => receive(message, outbox);
}
