using Akka.Actor;
using Akka.Event;
using LiftedActors.Actors;

namespace LiftedActors.Akka;

/// <summary>
/// A message on its way to a shell in the same process: a reference, never bytes, whatever the settings say about serializing
/// messages. One that comes too late for its receiver is dropped without a line in the log.
/// </summary>
/// <param name="Message">The message.</param>
internal sealed record Delivery(Message Message) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
