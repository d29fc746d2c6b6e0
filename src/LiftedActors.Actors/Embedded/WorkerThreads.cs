using System.Collections.Concurrent;
using LiftedActors.Actors.Profiling;

namespace LiftedActors.Actors.Embedded;

/// <summary>
/// Dedicated threads that take turns at mailboxes, first come, first served. One that finds none looks on for a moment before it
/// sleeps, as to be woken takes longer than most gaps between messages.
/// </summary>
internal sealed class WorkerThreads : IAsyncDisposable
{
    /// <summary>How often an idle thread looks again, each time after a pause.</summary>
    private const int Looks = 200;

    private readonly ConcurrentQueue<Mailbox> _waiting = new();
    private readonly SemaphoreSlim _wakings = new(0);
    private readonly WorkProfile? _profile;
    private readonly Task[] _ended;
    private int _asleep;
    private volatile bool _closing;

    /// <summary>Starts the threads.</summary>
    /// <param name="name">What they are called.</param>
    /// <param name="count">How many.</param>
    /// <param name="profile">Measures their turns; null for none.</param>
    public WorkerThreads(string name, int count, WorkProfile? profile)
    {
        _profile = profile;
        _ended = [.. Enumerable.Range(0, count).Select(index => Start($"{name}-{index}"))];
    }

    /// <summary>Has a mailbox emptied by the next free thread.</summary>
    public void Queue(Mailbox mailbox)
    {
        _waiting.Enqueue(mailbox);

        // Whoever falls asleep says so first and then looks once more; so either it sees the mailbox, or is seen here.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _asleep) > 0 && TryCountAwake())
        {
            _wakings.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _closing = true;
        _wakings.Release(_ended.Length);
        await Task.WhenAll(_ended).ConfigureAwait(false);
    }

    private Task Start(string name)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            Work();
            ended.SetResult();
        })
        { IsBackground = true, Name = name }.Start();
        return ended.Task;
    }

    private void Work()
    {
        while (!_closing)
        {
            if (!_waiting.TryDequeue(out var mailbox) && !TryLookOn(out mailbox))
            {
                Sleep();
            }
            else if (_profile is null)
            {
                mailbox.Empty();
            }
            else
            {
                var begun = _profile.Begin();
                mailbox.Empty();
                _profile.EndTurn(begun);
            }
        }
    }

    private bool TryLookOn([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Mailbox? mailbox)
    {
        for (var look = 0; look < Looks && !_closing; look++)
        {
            Thread.SpinWait(4);
            if (_waiting.TryDequeue(out mailbox))
            {
                return true;
            }
        }

        mailbox = null;
        return false;
    }

    private void Sleep()
    {
        Interlocked.Increment(ref _asleep);
        if (!_waiting.IsEmpty && TryCountAwake())
        {
            return;
        }

        // Whoever counts this thread awake releases it.
        _wakings.Wait();
    }

    /// <summary>Takes one off the count of those asleep; false where there is none.</summary>
    private bool TryCountAwake()
    {
        var asleep = Volatile.Read(ref _asleep);
        while (asleep > 0)
        {
            var seen = Interlocked.CompareExchange(ref _asleep, asleep - 1, asleep);
            if (seen == asleep)
            {
                return true;
            }

            asleep = seen;
        }

        return false;
    }
}
