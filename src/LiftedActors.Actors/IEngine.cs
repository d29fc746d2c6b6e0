namespace LiftedActors.Actors;

/// <summary>
/// Carries messages between behaviours. An engine adds concurrency, never arithmetic: exact schedules give the same bits on every
/// engine. All members may be called from any thread.
/// </summary>
/// <remarks>
/// A behaviour gets its messages one at a time, and sees what another wrote before it sent. Messages may come in any order, late or
/// twice. Where <see cref="IBehaviour.Receive"/> throws, the engine stops the behaviour, never restarts it, and sends
/// <see cref="BehaviourFailed"/>, with run and generation of the message it was given, to <see cref="Address.Run"/>.
/// Behaviours whose address says <see cref="Address.RunsKernels"/> run on threads of their own, so that control never waits for a kernel.
/// </remarks>
public interface IEngine : IOutbox, IAsyncDisposable
{
    /// <summary>The engine's name, for example <c>Embedded</c>.</summary>
    string Name { get; }

    /// <summary>The threads that run kernels.</summary>
    int Workers { get; }

    /// <summary>Hosts a behaviour under an address; one that stood there before is stopped and gets nothing more.</summary>
    /// <param name="address">The address.</param>
    /// <param name="behaviour">The behaviour.</param>
    void Host(Address address, IBehaviour behaviour);

    /// <summary>Stops the behaviour under an address, if there is one; what it does at this moment it finishes.</summary>
    /// <param name="address">The address.</param>
    void Stop(Address address);
}
