using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using System.Text.Json.Nodes;
using LiftedActors.Host.Engines;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Kernels.Native;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>What this machine runs kernels on, and how fast, measured in about a second.</summary>
internal static class DeviceReport
{
    private const double Window = 0.1;
    private const int TriadLength = 1 << 23;

    // Zen 2 and later and Skylake and later: a result is there after four cycles, and two units begin one each per cycle.
    private const int LatencyCycles = 4;
    private const int Units = 2;

    /// <summary>Measures.</summary>
    public static IReadOnlyList<DeviceLine> Measure()
    {
        var cores = Environment.ProcessorCount;
        var general = ProductRate.Of((784, 784, 256), Window) / 1e9;
        var shard = ProductRate.Of((100, 784, 784), Window) / 1e9;
        var all = ProductRate.OfThreads(cores, (100, 784, 784), Window) / 1e9;
        var (triad, triads) = Triads(cores);
        List<DeviceLine> lines =
        [
            new("precision", typeof(Real) == typeof(float) ? "single" : "double", Text($"Precision: {(typeof(Real) == typeof(float) ? "single" : "double")}")),
            new("productPath", MatrixProduct.Path, $"Product path: {MatrixProduct.Path}"),
            new("processor", Processor(), $"Processor: {Processor()}"),
            new("cores", cores, Text($"Cores: {cores}")),
            new("productGflops", Round(general), Text($"Product 784 × 784 × 256, 1 thread: {general:0.0} GFLOP/s")),
            new("shardProductGflops", Round(shard), Text($"Product 100 × 784 × 784, 1 thread: {shard:0.0} GFLOP/s")),
            new("shardProductGflopsAllCores", Round(all), Text($"Product 100 × 784 × 784, {cores} threads: {all:0.0} GFLOP/s")),
            new("triadGigabytes", Round(triad), Text($"Triad, 1 thread: {triad:0.0} GB/s")),
            new("triadGigabytesAllCores", Round(triads), Text($"Triad, {cores} threads: {triads:0.0} GB/s")),
        ];
        if (PeakGflops() is { } peak)
        {
            lines.Add(new("peakGflops", Round(peak), Text($"Peak of one core: about {peak:0} GFLOP/s, from the time of a chain of fused multiply-adds, with two units of a latency of {LatencyCycles} cycles")));
        }

        var hasBlas = OpenBlas.Load() is not null;
        lines.Add(new("openBlas", hasBlas, hasBlas ? "Native BLAS: OpenBLAS is installed; --blas openblas takes it" : "Native BLAS: OpenBLAS is not installed; products run on kernels of this program"));
        var accelerators = BuiltEngines.Accelerators();
        lines.Add(new(
            "accelerators",
            new JsonArray([.. accelerators.Select(name => JsonValue.Create(name))]),
            BuiltEngines.Gpu.IsPresent ? $"Accelerators: {(accelerators.Count == 0 ? "none" : string.Join("; ", accelerators))}" : BuiltEngines.Gpu.Describe()));
        return lines;
    }

    private static (double One, double All) Triads(int cores)
    {
        var triad = new Triad(TriadLength);
        triad.Run(cores);
        return (triad.Bytes / Repetition.Seconds(triad.Run, Window) / 1e9, triad.Bytes / Repetition.Seconds(() => triad.Run(cores), Window) / 1e9);
    }

    /// <summary>Clock × units × lanes × 2 operations; the clock is that of a chain in which each multiply-add waits for the one before.</summary>
    private static double? PeakGflops()
    {
        var bytes = MatrixProduct.Path switch { "avx512" => 64, "avx2" => 32, _ => 0 };
        if (bytes == 0)
        {
            return null;
        }

        const int Links = 1_000_000;
        var sink = (Real)0;
        var seconds = Repetition.Seconds(() => sink += Chain(Links), Window);
        var clock = LatencyCycles * Links / seconds;
        return double.IsNaN(sink) ? null : clock * Units * (bytes / sizeof(Real)) * 2 / 1e9;
    }

    private static Real Chain(int links)
    {
        var x = (Real)1;
        for (var i = 0; i < links; i++)
        {
            x = Real.FusedMultiplyAdd(x, (Real)0.5, (Real)0.5);
        }

        return x;
    }

    /// <summary>The name that the processor gives itself.</summary>
    private static string Processor()
    {
        if (!X86Base.IsSupported)
        {
            return RuntimeInformation.ProcessArchitecture.ToString();
        }

        // Source: Intel and AMD manuals, CPUID functions 8000_0002h to 8000_0004h.
        const int FirstFunction = unchecked((int)0x80000002);
        Span<int> brand = stackalloc int[12];
        for (var i = 0; i < 3; i++)
        {
            (brand[4 * i], brand[(4 * i) + 1], brand[(4 * i) + 2], brand[(4 * i) + 3]) = X86Base.CpuId(FirstFunction + i, 0);
        }

        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes(brand)).Trim('\0', ' ');
    }

    private static double Round(double value) => Math.Round(value, 1);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
