using LiftedActors.Gpu.Devices;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Gpu.Tests.Devices;

/// <summary>One matrix on the host and on a device, and whether both are still the same.</summary>
internal sealed class Pair
{
    /// <summary>What two orders of the same sums may differ by, relative to the largest value.</summary>
    public static readonly double Tolerance = typeof(Real) == typeof(double) ? 1e-11 : 1e-5;

    private readonly ComputeDevice _device;

    public Pair(ComputeDevice device, Matrix host)
    {
        (_device, Host, Device) = (device, host, device.CreateMatrix(host.Rows, host.Columns));
        device.Upload(host.Values, Device);
    }

    public Matrix Host { get; }

    public DeviceMatrix Device { get; }

    public static Pair Gaussian(ComputeDevice device, int rows, int columns, long seed)
    {
        var host = new Matrix(rows, columns);
        new RandomStream(seed, "pair").FillGaussian(host.Values, 1);
        return new Pair(device, host);
    }

    public static Pair Zero(ComputeDevice device, int rows, int columns) => new(device, new Matrix(rows, columns));

    public void AssertEqual() => AssertClose(Host, _device.Download(Device));

    public static void AssertClose(Matrix expected, Real[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = 1.0;
        foreach (var value in expected.Values)
        {
            largest = Math.Max(largest, double.IsFinite(value) ? Math.Abs(value) : 0);
        }

        for (var i = 0; i < actual.Length; i++)
        {
            AssertClose(expected.Values[i], actual[i], largest);
        }
    }

    public static void AssertClose(double expected, double actual, double scale)
    {
        if (double.IsFinite(expected))
        {
            Assert.InRange(actual, expected - (Tolerance * scale), expected + (Tolerance * scale));
        }
        else
        {
            Assert.Equal(expected, actual);
        }
    }
}

/// <summary>Θ of one layer on the host and on a device.</summary>
internal sealed class ParameterPair
{
    public ParameterPair(ComputeDevice device, Affine map, long seed)
    {
        (Host, Device) = (new PackedParameters(map), device.CreateParameters(map));
        new RandomStream(seed, "parameters").FillGaussian(Host.Values, 1);
        Host.Pack();
        device.Upload(Host.Values, Device.Flat);
        device.Pack(Device);
    }

    public PackedParameters Host { get; }

    public DeviceParameters Device { get; }
}
