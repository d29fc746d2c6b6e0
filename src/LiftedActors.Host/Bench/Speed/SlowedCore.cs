using System.Globalization;
using System.Runtime.InteropServices;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>
/// Two cores for the kernels of the embedded engine, one worker on each, where the second core gives half of its time away: to a thread
/// of equal priority that spins on it.
/// </summary>
/// <remarks>Linux divides a core evenly among equal threads that want it; other systems do not say so. Source: sched_setaffinity(2).</remarks>
internal sealed partial class SlowedCore : IDisposable
{
    private const string Tasks = "/proc/self/task";
    private const string WorkerName = "kernels-";
    private const int ThisThread = 0;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly int[] _cores;
    private readonly Thread _spinning;
    private volatile bool _isOver;

    private SlowedCore(int[] cores)
    {
        _cores = cores;
        _spinning = new Thread(() =>
        {
            Pin(ThisThread, _cores[1]);
            while (!_isOver)
            {
                Thread.SpinWait(1000);
            }
        })
        { IsBackground = true, Name = "slowing" };
        _spinning.Start();
    }

    /// <summary>Slows a core; null where this process may not use two, or not on Linux.</summary>
    public static SlowedCore? Begin()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var allowed = (ulong)process.ProcessorAffinity;
        var cores = Enumerable.Range(0, 64).Where(core => (allowed >> core & 1) == 1).Take(2).ToArray();
        return cores.Length == 2 ? new SlowedCore(cores) : null;
    }

    /// <summary>Puts the two workers of an engine that has just been started on a core each.</summary>
    public void PinWorkers()
    {
        var pinned = 0;
        if (!SpinWait.SpinUntil(() => (pinned = Workers().Count()) == _cores.Length, Patience))
        {
            throw new InvalidOperationException($"Found {pinned} threads '{WorkerName}…' where {_cores.Length} were expected; run this benchmark with no other engine.");
        }

        foreach (var (id, index) in Workers())
        {
            Pin(id, _cores[index]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isOver = true;
        _spinning.Join();
    }

    private static IEnumerable<(int Id, int Index)> Workers() =>
        from task in Directory.EnumerateDirectories(Tasks)
        let name = Name(task)
        where name.StartsWith(WorkerName, StringComparison.Ordinal)
        select (int.Parse(Path.GetFileName(task), CultureInfo.InvariantCulture), int.Parse(name.AsSpan(WorkerName.Length), CultureInfo.InvariantCulture));

    private static string Name(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).Trim();
        }
        catch (IOException)
        {
            // A thread that has ended in the meantime.
            return "";
        }
    }

    private static void Pin(int thread, int core)
    {
        var mask = 1UL << core;
        if (SetAffinity(thread, sizeof(ulong), mask) != 0)
        {
            throw new InvalidOperationException($"The system refused to put a thread on core {core} (error {Marshal.GetLastPInvokeError()}).");
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nint size, in ulong mask);
}
