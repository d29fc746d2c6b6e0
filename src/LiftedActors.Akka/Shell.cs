using Akka.Actor;
using LiftedActors.Actors;

namespace LiftedActors.Akka;

/// <summary>The one actor of the engine: it hosts any behaviour.</summary>
/// <param name="address">The behaviour's address.</param>
/// <param name="behaviour">The behaviour.</param>
/// <param name="outbox">Where its messages go.</param>
internal sealed class Shell(Address address, IBehaviour behaviour, IOutbox outbox) : UntypedActor
{
    /// <summary>The recipe of a shell: a block on the threads for kernels, every other role on those for control.</summary>
    public static Props Hosting(Address address, IBehaviour behaviour, IOutbox outbox) => Props
        .Create(() => new Shell(address, behaviour, outbox))
        .WithDeploy(Deploy.Local)
        .WithDispatcher(address.RunsKernels ? AkkaSettings.Kernels : AkkaSettings.Control);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        if (message is not Delivery(var delivered))
        {
            Unhandled(message);
            return;
        }

        try
        {
            behaviour.Receive(delivered, outbox);
        }
        catch (Exception cause)
        {
            // Only here it is known which message failed. The supervisor logs the failure and stops this shell.
            outbox.Send(Address.Run(delivered.RunId), new BehaviourFailed(delivered.RunId, delivered.Generation, address, cause));
            throw;
        }
    }
}
