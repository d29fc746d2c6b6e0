using LiftedActors.Gpu.Devices;

// ILGPU keeps what it replaces in one table for the process, which is not meant for several threads; and one accelerator runs one thing at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace LiftedActors.Gpu.Tests.Devices;

/// <summary>One device on ILGPU's own CPU accelerator for all tests, as compiling its kernels takes most of their time.</summary>
internal static class Checking
{
    private static readonly Lazy<AcceleratorDevice> Opened = new(() => GpuDevices.OpenForChecking(null));

    public static AcceleratorDevice Device => Opened.Value;
}
