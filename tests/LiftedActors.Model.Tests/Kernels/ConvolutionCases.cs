using LiftedActors.Model.Kernels;
using LiftedActors.Model.Kernels.Convolutions;

namespace LiftedActors.Model.Tests.Kernels;

/// <summary>Geometries on both sides of every decision of the kernels, and the convolution by its definition in double.</summary>
internal static class ConvolutionCases
{
    private const double UnitRoundoff = sizeof(Real) == sizeof(float) ? 1.0 / (1 << 24) : 1.0 / (1L << 53);

    /// <summary>Strides 1 to 3, both paddings, non-square planes and kernels, widths around every vector length, few and many channels both ways.</summary>
    public static IReadOnlyList<ConvolutionGeometry> Geometries { get; } = [.. All()];

    /// <summary>Every kernel with every geometry.</summary>
    public static IEnumerable<(PlaneKernel Kernel, ConvolutionGeometry Geometry)> Pairs =>
        PlaneKernel.Available.SelectMany(kernel => Geometries.Select(geometry => (kernel, geometry)));

    public static ConvolutionGeometry Of(int channels, int height, int width, int filters, ConvolutionWindow window) =>
        new(new PlanesShape(channels, height, width), filters, window);

    /// <summary>Filters that hold their packed weights.</summary>
    public static PackedFilters Packed(PlaneKernel kernel, ConvolutionGeometry geometry, Matrix weights)
    {
        var filters = new PackedFilters(kernel, geometry);
        filters.Pack(weights);
        return filters;
    }

    /// <summary>(K z) of one sample, and the same of magnitudes, by the definition.</summary>
    public static (double[] Values, double[] Magnitudes) Apply(ConvolutionGeometry geometry, Matrix weights, ReadOnlySpan<Real> z)
    {
        var (values, magnitudes) = (new double[geometry.Output.Length], new double[geometry.Output.Length]);
        foreach ((int output, int input, int weight) in Entries(geometry))
        {
            double term = (double)weights.Values[weight] * z[input];
            values[output] += term;
            magnitudes[output] += Math.Abs(term);
        }

        return (values, magnitudes);
    }

    /// <summary>The matrix K, output × input, in double.</summary>
    public static double[,] Dense(ConvolutionGeometry geometry, Matrix weights)
    {
        var dense = new double[geometry.Output.Length, geometry.Input.Length];
        foreach ((int output, int input, int weight) in Entries(geometry))
        {
            dense[output, input] += weights.Values[weight];
        }

        return dense;
    }

    /// <summary>Which input meets which weight in which output: the definition.</summary>
    public static IEnumerable<(int Output, int Input, int Weight)> Entries(ConvolutionGeometry geometry)
    {
        var (input, output, window) = (geometry.Input, geometry.Output, geometry.Window);
        for (int f = 0; f < output.Channels; f++)
        {
            for (int y = 0; y < output.Height; y++)
            {
                for (int x = 0; x < output.Width; x++)
                {
                    for (int entry = 0; entry < geometry.Patch; entry++)
                    {
                        int c = entry / window.Taps, i = entry % window.Taps / window.Width, j = entry % window.Width;
                        int row = Source(window.Stride * y + i - window.Padding, input.Height, window.Mode);
                        int column = Source(window.Stride * x + j - window.Padding, input.Width, window.Mode);
                        if (row >= 0 && column >= 0)
                        {
                            yield return ((f * output.Height + y) * output.Width + x, (c * input.Height + row) * input.Width + column, f * geometry.Patch + entry);
                        }
                    }
                }
            }
        }
    }

    public static double Dot(ReadOnlySpan<Real> a, ReadOnlySpan<Real> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return sum;
    }

    /// <summary>Holds a value to the bound of any order of summation of so many terms.</summary>
    public static void AssertNear(double expected, double actual, double magnitude, double terms, string what)
    {
        double bound = 2 * (terms + 4) * UnitRoundoff * magnitude;
        Assert.True(Math.Abs(expected - actual) <= bound, $"{what}: {actual:E6} is off {expected:E6} by more than {bound:E2}.");
    }

    private static int Source(int i, int length, PaddingMode mode)
    {
        if (i >= 0 && i < length)
        {
            return i;
        }

        return mode == PaddingMode.Zero ? -1 : i < 0 ? -i : 2 * (length - 1) - i;
    }

    private static IEnumerable<ConvolutionGeometry> All()
    {
        var random = new Random(1);
        for (int stride = 1; stride <= 3; stride++)
        {
            foreach (PaddingMode mode in Enum.GetValues<PaddingMode>())
            {
                for (int trial = 0; trial < 18; trial++)
                {
                    int kh = random.Next(1, 6), kw = random.Next(1, 6);
                    int height = random.Next(Math.Max(3, kh), 12), width = random.Next(Math.Max(3, kw), trial % 2 == 0 ? 10 : 37);
                    var window = new ConvolutionWindow(kh, kw) { Stride = stride, Padding = trial % 3, Mode = mode };
                    yield return Of(random.Next(1, 6), height, width, random.Next(1, 8), window);
                }
            }
        }

        // One side with few planes and the other with many, and padding beyond the kernel.
        foreach (PaddingMode mode in Enum.GetValues<PaddingMode>())
        {
            foreach (int width in (int[])[4, 7, 16, 19, 35])
            {
                var window = new ConvolutionWindow(3, 5) { Padding = 2, Mode = mode };
                yield return Of(1, 9, width, 13, window);
                yield return Of(13, 9, width, 1, window);
                yield return Of(2, 9, width, 16, window with { Padding = 1 });
                yield return Of(16, 9, width, 2, window with { Padding = 0, Width = 2 });
                yield return Of(6, 9, width, 2, window with { Stride = 2 });
                yield return Of(2, 9, width, 7, new ConvolutionWindow(1, 1) { Padding = 3, Mode = mode });
                yield return Of(7, 9, width, 1, new ConvolutionWindow(1, 1) { Stride = 3, Mode = mode });
            }
        }

        yield return Of(1, 1, 1, 1, new ConvolutionWindow(1, 1));
        yield return Of(3, 1, 40, 9, new ConvolutionWindow(1, 40));
        yield return Of(2, 5, 5, 3, new ConvolutionWindow(5, 5) { Padding = 7 });

        // Several bands.
        yield return Of(26, 60, 40, 1, new ConvolutionWindow(2, 2));
        yield return Of(1, 60, 40, 26, new ConvolutionWindow(2, 2) { Padding = 1, Mode = PaddingMode.Reflect });
    }
}
