using ILGPU;
using LiftedActors.Gpu.Devices;
using LiftedActors.Gpu.Products;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Networks;

namespace LiftedActors.Gpu.Tests.Devices;

/// <summary>The three products of a layer are those of the host, by every way of computing them.</summary>
public sealed class ProductTests
{
    private static readonly Lazy<AcceleratorDevice> Library =
        new(() => GpuDevices.OpenForChecking(stream => new BlasProducts(stream, ("reference", Multiply, new Nothing()))));

    /// <summary>Samples, features in, features out: below, at and across the sides of a tile.</summary>
    public static TheoryData<int, int, int> Sizes => new() { { 1, 1, 1 }, { 5, 7, 3 }, { 16, 16, 16 }, { 17, 33, 20 }, { 3, 2, 40 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Tiles_give_the_products_of_the_host(int samples, int inputs, int outputs)
    {
        Check(Checking.Device, samples, inputs, outputs);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_column_major_library_is_asked_for_the_products_of_the_host(int samples, int inputs, int outputs)
    {
        Check(Library.Value, samples, inputs, outputs);
    }

    private static void Check(AcceleratorDevice device, int samples, int inputs, int outputs)
    {
        var map = new Affine(inputs, outputs);
        var parameters = new ParameterPair(device, map, 1);
        var (z, error) = (Pair.Gaussian(device, samples, inputs, 2), Pair.Gaussian(device, samples, outputs, 3));
        var (x, feedback) = (Pair.Zero(device, samples, outputs), Pair.Zero(device, samples, inputs));
        var (expected, actual) = (ComputeDevice.Host.CreateGradient(map), device.CreateGradient(map));

        foreach (var (on, at) in (IEnumerable<(ComputeDevice, Func<Pair, DeviceMatrix>)>)[(ComputeDevice.Host, pair => pair.Host), (device, pair => pair.Device)])
        {
            var theta = on == device ? parameters.Device : parameters.Host;
            on.Apply(at(z), theta, at(x));
            on.ApplyAdjoint(at(error), theta, at(feedback));
            on.Correlate(at(error), at(z), on == device ? actual : expected);
        }

        x.AssertEqual();
        feedback.AssertEqual();
        Pair.AssertClose(((Parameters)expected).Flat, device.Download(actual.Flat));
    }

    /// <summary>The definition of a column-major product, on the host.</summary>
    private static void Multiply(BlasOperand a, BlasOperand b, ArrayView<Real> c, int rows, int inner)
    {
        Real[] left = new Real[a.Values.Length], right = new Real[b.Values.Length], result = new Real[c.Length];
        ILGPU.Runtime.ArrayViewExtensions.CopyToCPU(a.Values, left);
        ILGPU.Runtime.ArrayViewExtensions.CopyToCPU(b.Values, right);
        for (var i = 0; i < result.Length; i++)
        {
            var (row, column, sum) = (i % rows, i / rows, 0.0);
            for (var k = 0; k < inner; k++)
            {
                sum += (double)At(left, a, row, k) * At(right, b, k, column);
            }

            result[i] = (Real)sum;
        }

        ILGPU.Runtime.ArrayViewExtensions.CopyFromCPU(c, result);
    }

    private static Real At(Real[] values, BlasOperand operand, int row, int column) =>
        values[operand.IsTransposed ? (row * operand.Leading) + column : (column * operand.Leading) + row];

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
