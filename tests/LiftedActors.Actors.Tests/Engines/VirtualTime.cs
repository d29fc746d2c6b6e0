namespace LiftedActors.Actors.Tests.Engines;

/// <summary>A clock that a simulation sets. What becomes due is called from <see cref="Step"/>, on the caller's thread.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly object _gate = new();
    private readonly PriorityQueue<Action, (long Due, long Order)> _agenda = new();
    private long _now;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public void Schedule(TimeSpan delay, Action action)
    {
        lock (_gate)
        {
            _agenda.Enqueue(action, (_now + delay.Ticks, _order++));
        }
    }

    /// <summary>Goes to the next thing on the agenda and does it; false where there is nothing left.</summary>
    public bool Step()
    {
        Action action;
        lock (_gate)
        {
            if (!_agenda.TryDequeue(out action!, out var moment))
            {
                return false;
            }

            Volatile.Write(ref _now, moment.Due);
        }

        action();
        return true;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(this, () => callback(state), period);

    private sealed class Timer : ITimer
    {
        private readonly VirtualTime _time;
        private readonly Action _callback;
        private readonly TimeSpan _period;
        private volatile bool _disposed;

        public Timer(VirtualTime time, Action callback, TimeSpan period)
        {
            (_time, _callback, _period) = (time, callback, period);
            time.Schedule(period, Fire);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => _disposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire()
        {
            if (!_disposed)
            {
                _time.Schedule(_period, Fire);
                _callback();
            }
        }
    }
}
