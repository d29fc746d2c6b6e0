using System.Globalization;
using LiftedActors.Host.Engines;
using LiftedActors.Host.Runs;
using LiftedActors.Model.Devices;

namespace LiftedActors.Host.Bench;

/// <summary>Whether the kernels of a GPU are right, and how fast they are against the card itself.</summary>
internal static class GpuTables
{
    /// <summary>Writes both tables; returns a failure where an operation is too far from its reference.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="device">The device.</param>
    /// <param name="isQuick">Tiny sizes, which say whether it works and nothing of speed.</param>
    public static int Write(TextWriter output, ComputeDevice device, bool isQuick)
    {
        output.WriteLine($"Device: {device.KernelPath}; values in {typeof(Real).Name}");
        var compared = BuiltEngines.CompareGpu(device, isQuick ? (5, 7) : (300, 200));
        output.WriteLine();
        output.WriteLine("| operation | relative error |");
        output.WriteLine("|---|---|");
        foreach (var (name, error) in compared)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {error:0.0e+0} |"));
        }

        output.WriteLine();
        output.WriteLine("| operation | rate | share of the card |");
        output.WriteLine("|---|---|---|");
        foreach (var (name, rate, unit, share) in BuiltEngines.MeasureGpu(device, isQuick ? (1 << 10, 8) : (1 << 26, 4096)))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {rate:0.0##} G{unit}/s | {share:0 %} |"));
        }

        var far = compared.Where(row => !(row.Error <= BuiltEngines.GpuBound)).Select(row => row.Name).ToArray();
        output.WriteLine();
        output.WriteLine(far.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"All {compared.Count} operations are within {BuiltEngines.GpuBound:0e+0} of their references.")
            : $"WRONG: {string.Join("; ", far)}");
        return far.Length == 0 ? ExitCode.Success : ExitCode.Diverged;
    }
}
