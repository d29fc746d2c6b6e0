using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using LiftedActors.Gpu.Devices;
using LiftedActors.Gpu.Products;
using LiftedActors.Model.Devices;

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

    /// <summary>Opens the first CUDA accelerator, else the first OpenCL one that computes in double; null where there is neither.</summary>
    /// <returns>The device; the caller disposes of it.</returns>
    public static ComputeDevice? TryOpen()
    {
        // Debugging aids of ILGPU stay off: the kernels check no bounds.
        var context = Context.Create(builder => builder.Default().EnableAlgorithms().Optimize(OptimizationLevel.O2));
        var device = context.Devices.FirstOrDefault(found => found is CudaDevice)
            ?? context.Devices.FirstOrDefault(found => found is CLDevice { Capabilities.Float64: true });
        if (device is null)
        {
            context.Dispose();
            return null;
        }

        return new AcceleratorDevice(context, device.CreateAccelerator(context));
    }

    /// <summary>Opens ILGPU's own CPU accelerator, a hundred times slower than the host itself: for checking the kernels only.</summary>
    public static ComputeDevice OpenForChecking() => OpenForChecking(null);

    /// <summary>As <see cref="OpenForChecking()"/>, with other products.</summary>
    internal static AcceleratorDevice OpenForChecking(Func<AcceleratorStream, LayerProducts>? products)
    {
        // Each thread of a group is a thread of the system, so that a barrier is dear: few of them.
        var context = Context.Create(builder => builder.CPU(new CPUDevice(2, 2, 1)).EnableAlgorithms().Optimize(OptimizationLevel.O2));
        var accelerator = context.CreateCPUAccelerator(0);
        return new AcceleratorDevice(context, accelerator, products);
    }
}
