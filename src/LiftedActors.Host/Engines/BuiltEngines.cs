using System.Reflection;
using LiftedActors.Actors;
using LiftedActors.Actors.Profiling;
using LiftedActors.Model.Devices;

namespace LiftedActors.Host.Engines;

/// <summary>
/// What this build has: the only file that reads the constants by which the build takes an optional engine in.
/// </summary>
/// <remarks>The build stores the version of each engine, and the reason where one is missing, in the assembly's metadata.</remarks>
public static class BuiltEngines
{
#if HAS_AKKA
    private const bool HasAkka = true;
#else
    private const bool HasAkka = false;
#endif
#if HAS_ILGPU
    private const bool HasIlgpu = true;
#else
    private const bool HasIlgpu = false;
#endif

    /// <summary>The engine in the same process that needs nothing but .NET; always present.</summary>
    public static BuiltEngine Embedded { get; } = new("Embedded", null, null);

    /// <summary>The Akka.NET engine.</summary>
    public static BuiltEngine Akka { get; } = Optional("Akka.NET", nameof(Akka), HasAkka);

    /// <summary>The GPU device, through ILGPU.</summary>
    public static BuiltEngine Gpu { get; } = Optional("GPU (ILGPU)", "Ilgpu", HasIlgpu);

    /// <summary>Every engine and device, present or not.</summary>
    public static IReadOnlyList<BuiltEngine> All { get; } = [Embedded, Akka, Gpu];

    /// <summary>The accelerators that the GPU device sees on this machine, one line each; none where the device was left out.</summary>
    public static IReadOnlyList<string> Accelerators()
    {
#if HAS_ILGPU
        return [.. LiftedActors.Gpu.GpuDevices.List().Select(device => device.ToString())];
#else
        return [];
#endif
    }

    /// <summary>Opens the GPU; without one, says what is missing.</summary>
    public static (ComputeDevice? Device, string? Missing) OpenGpu()
    {
#if HAS_ILGPU
        try
        {
            return LiftedActors.Gpu.GpuDevices.TryOpen() is { } device
                ? (device, null)
                : (null, "no driver on this machine offers a CUDA device, or an OpenCL one that computes in double");
        }
        catch (Exception fault)
        {
            // Whatever a driver throws: it is one reason more why there is no GPU.
            return (null, $"the GPU could not be opened ({fault.Message.ReplaceLineEndings(" ").TrimEnd('.')})");
        }
#else
        return (null, Gpu.Describe());
#endif
    }

    /// <summary>Opens ILGPU's own CPU accelerator, for checking the kernels; without ILGPU, says what is missing.</summary>
    public static (ComputeDevice? Device, string? Missing) OpenGpuForChecking()
    {
#if HAS_ILGPU
        return (LiftedActors.Gpu.GpuDevices.OpenForChecking(), null);
#else
        return (null, Gpu.Describe());
#endif
    }

    /// <summary>What an operation of a GPU may be off by, relative to its largest value.</summary>
    public const double GpuBound = 1e-5;

    /// <summary>Compares every operation of a GPU with its reference; gives relative errors.</summary>
    public static IReadOnlyList<(string Name, double Error)> CompareGpu(ComputeDevice device, (int Rows, int Columns) size)
    {
#if HAS_ILGPU
        return [.. LiftedActors.Gpu.Checking.GpuComparison.Run(device, size.Rows, size.Columns).Select(row => (row.Name, row.RelativeError))];
#else
        throw new NotSupportedException($"{device.KernelPath}, {size}: {Gpu.Describe()}.");
#endif
    }

    /// <summary>Measures the operations of a GPU; gives rates in 10⁹ of a unit per second, and their shares of what the card itself reaches.</summary>
    public static IReadOnlyList<(string Name, double Rate, string Unit, double Share)> MeasureGpu(ComputeDevice device, (int Length, int Side) size)
    {
#if HAS_ILGPU
        return [.. LiftedActors.Gpu.Checking.GpuSpeed.Measure(device, size.Length, size.Side).Select(row => (row.Name, row.Rate, row.Unit, row.Share))];
#else
        throw new NotSupportedException($"{device.KernelPath}, {size}: {Gpu.Describe()}.");
#endif
    }

    /// <summary>Starts the Akka.NET engine.</summary>
    /// <param name="workers">The threads that run kernels.</param>
    /// <param name="profile">Measures where the workers' time goes; null for none.</param>
    /// <exception cref="NotSupportedException">This build lacks it; see <see cref="Akka"/>.</exception>
    public static IEngine StartAkka(int workers, WorkProfile? profile)
    {
#if HAS_AKKA
        return new LiftedActors.Akka.AkkaEngine(workers, profile);
#else
        _ = profile;
        throw new NotSupportedException($"There is no engine for {workers} workers: {Akka.Describe()}.");
#endif
    }

    private static BuiltEngine Optional(string name, string key, bool isPresent) => new(
        name,
        Metadata(key + "Version"),
        isPresent ? null : Metadata(key + "Missing") ?? "the build gave no reason");

    private static string? Metadata(string key) => typeof(BuiltEngines).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(attribute => attribute.Key == key)?.Value;
}
