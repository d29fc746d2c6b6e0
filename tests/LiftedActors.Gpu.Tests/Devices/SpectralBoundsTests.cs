using LiftedActors.Gpu.Devices;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Gpu.Tests.Devices;

/// <summary>Norm bounds on the device are those of the host.</summary>
public sealed class SpectralBoundsTests
{
    private readonly AcceleratorDevice _device = Checking.Device;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(6, 4)]
    [InlineData(3, 20)]
    [InlineData(70, 5)]
    public void Bounds_are_those_of_the_host(int rows, int columns)
    {
        var a = Pair.Gaussian(_device, rows, columns, 1);
        var (expected, actual) = (ComputeDevice.Host.CreateSpectralBounds(rows, columns), _device.CreateSpectralBounds(rows, columns));
        for (var k = 0; k < 2; k++)
        {
            var estimate = expected.Estimate(a.Host);
            Pair.AssertClose(estimate, actual.Estimate(a.Device), estimate);
        }

        var certified = expected.Certified(a.Host);
        Pair.AssertClose(certified, actual.Certified(a.Device), certified);
    }

    [Fact]
    public void An_estimate_is_repeated_from_its_start()
    {
        var a = Pair.Gaussian(_device, 6, 4, 2);
        var (first, second) = (_device.CreateSpectralBounds(6, 4), _device.CreateSpectralBounds(6, 4));
        first.Estimate(a.Device);
        var estimate = first.Estimate(a.Device);
        second.Restore(first.Save());
        Assert.Equal(estimate, second.Estimate(a.Device));
    }

    [Fact]
    public void Vanishing_sums_and_matrices_are_bounded()
    {
        var zero = Pair.Zero(_device, 3, 4);
        Assert.Equal(0, _device.CreateSpectralBounds(3, 4).Estimate(zero.Device));

        // A row that is orthogonal to the start plus itself: v = (1, 1.5) and r = −v·|v|²/|v|².
        var a = new Matrix(1, 2);
        (a.Values[0], a.Values[1]) = (-1, (Real)(-1.5));
        var pair = new Pair(_device, a);
        Assert.InRange(_device.CreateSpectralBounds(1, 2).Estimate(pair.Device), 0.9 * 3.25, double.MaxValue);
    }
}
