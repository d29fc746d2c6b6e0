using ILGPU.Runtime;

namespace LiftedActors.Gpu.Tests;

public class GpuDevicesTests
{
    [Fact]
    public void The_accelerator_for_checking_is_always_listed() =>
        Assert.Contains(GpuDevices.List(), device => device.Kind == AcceleratorType.CPU);

    [Fact]
    public void Every_device_names_itself() =>
        Assert.All(GpuDevices.List(), device => Assert.StartsWith(device.Name, device.ToString(), StringComparison.Ordinal));
}
