using System.Collections.Immutable;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Actors.Profiling;

/// <summary>
/// Where the time of each worker goes: into the kernels of each kind of work, and into its turns as a whole. What a turn takes
/// beyond its kernels is the cost of messages; the time between turns is waiting.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class WorkProfile(TimeProvider time) : IGrantWatch, IDisposable
{
    private readonly ThreadLocal<Row> _rows = new(() => new Row(), trackAllValues: true);

    /// <inheritdoc/>
    public long Begin() => time.GetTimestamp();

    /// <inheritdoc/>
    public void End(Work work, int grants, long begun)
    {
        ref var entry = ref _rows.Value!.Kernels[(int)work];
        entry = (entry.Ticks + time.GetTimestamp() - begun, entry.Count + grants);
    }

    /// <summary>A turn is over, on the thread that began it; kernels ran in it, or messages were taken.</summary>
    /// <param name="begun">The mark of <see cref="Begin"/>.</param>
    public void EndTurn(long begun) => _rows.Value!.Turns += time.GetTimestamp() - begun;

    /// <summary>What was measured, when all is over; workers in the order of their names.</summary>
    public ImmutableArray<WorkerTimes> Workers() => [.. _rows.Values.OrderBy(row => row.Worker, StringComparer.Ordinal).Select(Times)];

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();

    private WorkerTimes Times(Row row)
    {
        var kernels = Enum.GetValues<Work>()
            .Where(work => row.Kernels[(int)work].Count > 0)
            .Select(work => new KernelTimes(work, Span(row.Kernels[(int)work].Ticks), row.Kernels[(int)work].Count));
        return new WorkerTimes(row.Worker, [.. kernels], Span(row.Turns));
    }

    private TimeSpan Span(long ticks) => time.GetElapsedTime(0, ticks);

    /// <summary>The sums of one thread, which alone writes them.</summary>
    private sealed class Row
    {
        public string Worker { get; } = Thread.CurrentThread.Name ?? "thread";

        public (long Ticks, long Count)[] Kernels { get; } = new (long, long)[Enum.GetValues<Work>().Length];

        public long Turns { get; set; }
    }
}

/// <summary>The time that a worker spent on one kind of work.</summary>
/// <param name="Work">The work.</param>
/// <param name="Time">The sum.</param>
/// <param name="Count">How often.</param>
public sealed record KernelTimes(Work Work, TimeSpan Time, long Count);

/// <summary>Where the time of one worker went.</summary>
/// <param name="Worker">The name of its thread.</param>
/// <param name="Kernels">Its kernels, by kind of work.</param>
/// <param name="Turns">All its turns, kernels included.</param>
public sealed record WorkerTimes(string Worker, ImmutableArray<KernelTimes> Kernels, TimeSpan Turns)
{
    /// <summary>The time in kernels.</summary>
    public TimeSpan InKernels => Kernels.Aggregate(TimeSpan.Zero, (sum, kernel) => sum + kernel.Time);

    /// <summary>The time around kernels: taking, keeping and sending messages.</summary>
    public TimeSpan InMessages => Turns - InKernels;
}
