using ILGPU;
using ILGPU.Runtime;

namespace LiftedActors.Gpu;

/// <summary>The accelerators of this machine, as ILGPU sees them.</summary>
public static class GpuDevices
{
    /// <summary>Lists the accelerators; ILGPU's own CPU accelerator is always among them.</summary>
    public static IReadOnlyList<GpuDevice> List()
    {
        using Context context = Context.Create(builder => builder.Default());
        return [.. context.Devices.Select(device => new GpuDevice(device.Name, device.AcceleratorType, device.MemorySize))];
    }
}
