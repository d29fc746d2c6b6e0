using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LiftedActors.Benchmarks.Kernels;

/// <summary>The processor time of this thread where the system tells it (Linux), so that neighbours on the core do not count; else the time of day.</summary>
internal static partial class ThreadClock
{
    private const int ThreadProcessorTime = 3;

    public static double Seconds => OperatingSystem.IsLinux() && GetTime(ThreadProcessorTime, out TimeSpec time) == 0
        ? time.Seconds + time.Nanoseconds * 1e-9
        : Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
