using ILGPU;

namespace LiftedActors.Gpu.Kernels;

/// <summary>
/// A convolution of planes, K z [f, p] = Σ_{c, t} w[f, c, t] z[c, source(t, p)], its adjoint, and its gradient in w. Padding and stride are in the table of
/// sources, so that one kernel serves all of them.
/// </summary>
/// <remarks>Every value is one sum in a fixed order by one thread, or by one group as a <see cref="GroupSum"/>; neighbouring threads read neighbouring pixels.</remarks>
internal static class ConvolutionKernels
{
    /// <summary>result = K z; one thread per value.</summary>
    /// <param name="i">Sample, filter and position.</param>
    /// <param name="z">Samples × channels × pixels.</param>
    /// <param name="weights">Filters × channels × taps.</param>
    /// <param name="sources">The pixel that a tap reads at a position, taps × positions; −1 for a zero.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="result">Samples × filters × positions.</param>
    public static void Apply(Index1D i, ArrayView<Real> z, ArrayView<Real> weights, ArrayView<int> sources, ConvolutionShape shape, ArrayView<Real> result)
    {
        int position = i % shape.Positions, filter = i / shape.Positions % shape.Filters, sample = i / (shape.Positions * shape.Filters);
        Real sum = 0;
        for (var channel = 0; channel < shape.Channels; channel++)
        {
            int plane = ((sample * shape.Channels) + channel) * shape.Pixels, weight = ((filter * shape.Channels) + channel) * shape.Taps;
            for (var tap = 0; tap < shape.Taps; tap++)
            {
                var source = sources[(tap * shape.Positions) + position];
                if (source >= 0)
                {
                    sum += weights[weight + tap] * z[plane + source];
                }
            }
        }

        result[i] = sum;
    }

    /// <summary>result = Kᵀ e; one thread per value.</summary>
    /// <param name="i">Sample, channel and pixel.</param>
    /// <param name="e">Samples × filters × positions.</param>
    /// <param name="weights">Filters × channels × taps.</param>
    /// <param name="readers">Who reads a pixel.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="result">Samples × channels × pixels.</param>
    public static void ApplyAdjoint(Index1D i, ArrayView<Real> e, ArrayView<Real> weights, ReaderViews readers, ConvolutionShape shape, ArrayView<Real> result)
    {
        int pixel = i % shape.Pixels, channel = i / shape.Pixels % shape.Channels, sample = i / (shape.Pixels * shape.Channels);
        int first = readers.Starts[pixel], end = readers.Starts[pixel + 1];
        Real sum = 0;
        for (var filter = 0; filter < shape.Filters; filter++)
        {
            int plane = ((sample * shape.Filters) + filter) * shape.Positions, weight = ((filter * shape.Channels) + channel) * shape.Taps;
            for (var k = first; k < end; k++)
            {
                var reader = readers.Readers[k];
                sum += weights[weight + (reader / shape.Positions)] * e[plane + (reader % shape.Positions)];
            }
        }

        result[i] = sum;
    }

    /// <summary>gradient[f, c, t] += Σ over samples and positions of e[f, p] z[c, source(t, p)]; one group per weight.</summary>
    /// <param name="e">Samples × filters × positions.</param>
    /// <param name="z">Samples × channels × pixels.</param>
    /// <param name="sources">The pixel that a tap reads at a position, taps × positions; −1 for a zero.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="gradient">Filters × channels × taps.</param>
    public static void AddGradient(ArrayView<Real> e, ArrayView<Real> z, ArrayView<int> sources, ConvolutionShape shape, ArrayView<Real> gradient)
    {
        int weight = Grid.IdxX, tap = weight % shape.Taps, channel = weight / shape.Taps % shape.Channels, filter = weight / (shape.Taps * shape.Channels);
        var (sum, count) = (0.0, e.IntLength / shape.Filters);
        for (var i = Group.IdxX; i < count; i += Group.DimX)
        {
            int position = i % shape.Positions, sample = i / shape.Positions;
            var source = sources[(tap * shape.Positions) + position];
            if (source >= 0)
            {
                sum += (double)e[(((sample * shape.Filters) + filter) * shape.Positions) + position] * z[(((sample * shape.Channels) + channel) * shape.Pixels) + source];
            }
        }

        var total = GroupSum.Add(sum);
        if (Group.IdxX == 0)
        {
            gradient[weight] += (Real)total;
        }
    }
}

/// <summary>The sizes of a convolution.</summary>
/// <param name="Filters">Planes of K z.</param>
/// <param name="Channels">Planes of z.</param>
/// <param name="Taps">Weights per pair of planes.</param>
/// <param name="Pixels">Values of a plane of z.</param>
/// <param name="Positions">Values of a plane of K z.</param>
internal readonly record struct ConvolutionShape(int Filters, int Channels, int Taps, int Pixels, int Positions);

/// <summary>For every pixel the places tap · positions + position that read it, and where they begin.</summary>
internal readonly record struct ReaderViews(ArrayView<int> Starts, ArrayView<int> Readers);
