using LiftedActors.Actors;
using LiftedActors.Actors.Profiling;

namespace LiftedActors.Akka;

/// <summary>
/// A behaviour whose turns are measured. The time that Akka.NET takes between two messages is not seen, and counts as waiting.
/// </summary>
/// <param name="behaviour">The behaviour.</param>
/// <param name="profile">Measures.</param>
internal sealed class ProfiledBehaviour(IBehaviour behaviour, WorkProfile profile) : IBehaviour
{
    /// <inheritdoc/>
    public void Receive(Message message, IOutbox outbox)
    {
        var begun = profile.Begin();
        behaviour.Receive(message, outbox);
        profile.EndTurn(begun);
    }
}
