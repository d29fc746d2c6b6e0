using ILGPU.Runtime;

namespace LiftedActors.Gpu;

/// <summary>An accelerator that ILGPU can use on this machine.</summary>
/// <param name="Name">The name that its driver gives.</param>
/// <param name="Kind">CUDA, OpenCL, or ILGPU's own CPU accelerator, which serves for checking only.</param>
/// <param name="MemoryBytes">The size of its memory in bytes.</param>
public sealed record GpuDevice(string Name, AcceleratorType Kind, long MemoryBytes)
{
    /// <inheritdoc/>
    public override string ToString() => Kind == AcceleratorType.CPU
        ? $"{Name} (CPU, for checking only)"
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name} ({Kind}, {MemoryBytes / double.Exp2(30):0.0} GiB)");
}
