using System.Collections.Concurrent;
using System.Globalization;
using Akka.Actor;
using LiftedActors.Actors;
using LiftedActors.Actors.Profiling;

namespace LiftedActors.Akka;

/// <summary>
/// The Akka.NET engine on one machine: a shell actor per behaviour, blocks on threads of their own, messages by reference. A shell
/// whose behaviour throws is stopped, never restarted, and the run is told.
/// </summary>
public sealed class AkkaEngine : IEngine
{
    private readonly ConcurrentDictionary<Address, IInternalActorRef> _shells = new();
    private readonly ActorSystem _system;
    private readonly WorkProfile? _profile;
    private long _hosted;
    private volatile bool _disposed;

    /// <summary>Starts an actor system with the settings in <c>config/akka.hocon</c> beside the program.</summary>
    /// <param name="workers">
    /// The threads that run kernels; bits do not depend on it. More than the machine has cores bring nothing: Akka.NET leaves some asleep.
    /// </param>
    /// <param name="profile">Measures where the workers' time goes; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no worker.</exception>
    /// <exception cref="FileNotFoundException">The settings are not there.</exception>
    /// <exception cref="FileLoadException">The settings cannot be used.</exception>
    public AkkaEngine(int workers, WorkProfile? profile = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workers);
        (_system, Workers, _profile) = (Start(AkkaSettings.TuningFile, workers), workers, profile);
    }

    /// <summary>Takes over an actor system, with settings that <see cref="AkkaSettings"/> has made.</summary>
    internal AkkaEngine(ActorSystem system, int workers = 1) => (_system, Workers) = (system, workers);

    /// <inheritdoc/>
    public string Name => "Akka.NET";

    /// <inheritdoc/>
    public int Workers { get; }

    /// <inheritdoc/>
    public void Host(Address address, IBehaviour behaviour)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Stop(address);

        // A number makes the name unique: the shell that stood here before may still be at work.
        var name = address.RunsKernels ? address.BlockId.ToString() : address.Role.ToString();
        name = string.Create(CultureInfo.InvariantCulture, $"{name}-{Interlocked.Increment(ref _hosted)}");
        _shells[address] = (IInternalActorRef)_system.ActorOf(Shell.Hosting(address, Profiled(address, behaviour), this), name);
    }

    /// <inheritdoc/>
    public void Stop(Address address)
    {
        if (_shells.TryRemove(address, out var shell))
        {
            // Directly, not through the guardian's mailbox: what is queued here must not be taken any more.
            shell.Stop();
        }
    }

    /// <inheritdoc/>
    public void Send(Address to, Message message)
    {
        if (_shells.TryGetValue(to, out var shell))
        {
            shell.Tell(new Delivery(message), ActorRefs.NoSender);
        }
    }

    /// <summary>Ends the actor system after the message that each shell is busy with; what is left in mailboxes is dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        foreach (var address in _shells.Keys)
        {
            // At once: the shutdown of the system takes a while to reach the shells, and they would go on meanwhile.
            Stop(address);
        }

        await _system.Terminate().ConfigureAwait(false);
    }

    private IBehaviour Profiled(Address address, IBehaviour behaviour) =>
        _profile is { } profile && address.RunsKernels ? new ProfiledBehaviour(behaviour, profile) : behaviour;

    /// <summary>Starts an actor system with the settings in a file, and sees that its dispatchers can be had.</summary>
    internal static ActorSystem Start(string file, int workers)
    {
        var settings = AkkaSettings.For(AkkaSettings.Read(file), workers);
        ActorSystem? system = null;
        try
        {
            system = ActorSystem.Create("lifted", settings);
            system.Dispatchers.Lookup(AkkaSettings.Kernels);
            system.Dispatchers.Lookup(AkkaSettings.Control);
            return system;
        }
        catch (Exception fault)
        {
            // Whatever Akka.NET throws at a wrong value, the value came from the file.
            system?.Terminate();
            throw AkkaSettings.Broken(file, fault.Message, fault);
        }
    }
}
