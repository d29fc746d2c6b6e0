using System.Collections.Concurrent;
using LiftedActors.Actors.Embedded;
using LiftedActors.Actors.Profiling;

namespace LiftedActors.Actors;

/// <summary>
/// The engine that needs nothing but .NET: a mailbox per behaviour, a fixed number of threads for blocks and one for control. It
/// serves one machine and is deliberately small.
/// </summary>
public sealed class EmbeddedEngine : IEngine
{
    private readonly ConcurrentDictionary<Address, Mailbox> _mailboxes = new();
    private readonly WorkerThreads _kernels;
    private readonly WorkerThreads _control = new("control", 1, null);
    private volatile bool _disposed;

    /// <summary>Starts the threads.</summary>
    /// <param name="workers">The threads that run kernels; bits do not depend on it.</param>
    /// <param name="profile">Measures where the workers' time goes; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no worker.</exception>
    public EmbeddedEngine(int workers, WorkProfile? profile = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workers);
        Workers = workers;
        _kernels = new WorkerThreads("kernels", workers, profile);
    }

    /// <inheritdoc/>
    public string Name => "Embedded";

    /// <inheritdoc/>
    public int Workers { get; }

    /// <inheritdoc/>
    public void Host(Address address, IBehaviour behaviour)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Stop(address);
        _mailboxes[address] = new Mailbox(address, behaviour, this, address.RunsKernels ? _kernels : _control);
    }

    /// <inheritdoc/>
    public void Stop(Address address)
    {
        if (_mailboxes.TryRemove(address, out var mailbox))
        {
            mailbox.Close();
        }
    }

    /// <inheritdoc/>
    public void Send(Address to, Message message)
    {
        if (_mailboxes.TryGetValue(to, out var mailbox))
        {
            mailbox.Post(message);
        }
    }

    /// <summary>Ends the threads after the message that each is busy with; what is left in mailboxes is dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await _kernels.DisposeAsync().ConfigureAwait(false);
        await _control.DisposeAsync().ConfigureAwait(false);
    }
}
