using System.Threading.Channels;

namespace LiftedActors.Actors.Embedded;

/// <summary>The messages of one behaviour. It queues for a thread while it has any, so that one thread at a time empties it.</summary>
/// <param name="address">The behaviour's address.</param>
/// <param name="behaviour">The behaviour.</param>
/// <param name="outbox">Where its messages go.</param>
/// <param name="threads">The threads that it may run on.</param>
internal sealed class Mailbox(Address address, IBehaviour behaviour, IOutbox outbox, WorkerThreads threads)
{
    private readonly Channel<Message> _messages = Channel.CreateUnbounded<Message>(new UnboundedChannelOptions { SingleReader = true });
    private int _pending;
    private volatile bool _closed;

    /// <summary>Adds a message.</summary>
    public void Post(Message message)
    {
        _messages.Writer.TryWrite(message);

        // Whoever makes the first pending message queues the mailbox; it is not queued again before it is empty.
        if (Interlocked.Increment(ref _pending) == 1)
        {
            threads.Queue(this);
        }
    }

    /// <summary>Gives the behaviour no further message.</summary>
    public void Close() => _closed = true;

    /// <summary>Gives the behaviour what has come, and lets others have the thread. A closed mailbox stays as it is.</summary>
    public void Empty()
    {
        do
        {
            if (_closed || !_messages.Reader.TryRead(out var message))
            {
                return;
            }

            Deliver(message);
        }
        while (Interlocked.Decrement(ref _pending) > 0);
    }

    private void Deliver(Message message)
    {
        try
        {
            behaviour.Receive(message, outbox);
        }
        catch (Exception cause)
        {
            // Whatever it was, this behaviour's state can no longer be trusted; the run decides.
            Close();
            outbox.Send(Address.Run(message.RunId), new BehaviourFailed(message.RunId, message.Generation, address, cause));
        }
    }
}
