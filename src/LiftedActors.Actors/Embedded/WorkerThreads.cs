using System.Collections.Concurrent;

namespace LiftedActors.Actors.Embedded;

/// <summary>Dedicated threads that take turns at mailboxes, first come, first served.</summary>
internal sealed class WorkerThreads : IAsyncDisposable
{
    private readonly ConcurrentQueue<Mailbox> _waiting = new();
    private readonly SemaphoreSlim _turns = new(0);
    private readonly Task[] _ended;
    private volatile bool _closing;

    /// <summary>Starts the threads.</summary>
    public WorkerThreads(string name, int count) => _ended = [.. Enumerable.Range(0, count).Select(index => Start($"{name}-{index}"))];

    /// <summary>Has a mailbox emptied by the next free thread.</summary>
    public void Queue(Mailbox mailbox)
    {
        _waiting.Enqueue(mailbox);
        _turns.Release();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _closing = true;
        _turns.Release(_ended.Length);
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
        while (true)
        {
            _turns.Wait();
            if (_closing)
            {
                return;
            }

            if (_waiting.TryDequeue(out var mailbox))
            {
                mailbox.Empty();
            }
        }
    }
}
