using LiftedActors.Model.Kernels.Convolutions;

namespace LiftedActors.Gpu.Structured;

/// <summary>Which pixels the taps of a convolution read, and who reads a pixel; padding and stride are nowhere else.</summary>
internal sealed class ConvolutionTables
{
    /// <summary>Writes the tables of a geometry.</summary>
    public ConvolutionTables(ConvolutionGeometry geometry)
    {
        var (input, output, window) = (geometry.Input, geometry.Output, geometry.Window);
        Sources = new int[window.Taps * output.Pixels];
        for (var k = 0; k < Sources.Length; k++)
        {
            var (tap, position) = (k / output.Pixels, k % output.Pixels);
            var row = Source((position / output.Width * window.Stride) + (tap / window.Width) - window.Padding, input.Height, window.Mode);
            var column = Source((position % output.Width * window.Stride) + (tap % window.Width) - window.Padding, input.Width, window.Mode);
            Sources[k] = row < 0 || column < 0 ? -1 : (row * input.Width) + column;
        }

        var byPixel = Enumerable.Range(0, Sources.Length).Where(k => Sources[k] >= 0).ToLookup(k => Sources[k]);
        Starts = new int[input.Pixels + 1];
        for (var pixel = 0; pixel < input.Pixels; pixel++)
        {
            Starts[pixel + 1] = Starts[pixel] + byPixel[pixel].Count();
        }

        Readers = [.. Enumerable.Range(0, input.Pixels).SelectMany(pixel => byPixel[pixel])];
    }

    /// <summary>The pixel that a tap reads at a position, taps × positions; −1 for a zero.</summary>
    public int[] Sources { get; }

    /// <summary>Where the readers of a pixel begin, and behind the last pixel their number.</summary>
    public int[] Starts { get; }

    /// <summary>The places in <see cref="Sources"/> that read a pixel, in their order.</summary>
    public int[] Readers { get; }

    /// <summary>The row or column that is read at one that may lie outside; −1 for a zero.</summary>
    private static int Source(int place, int length, PaddingMode mode)
    {
        if (place >= 0 && place < length)
        {
            return place;
        }

        return mode == PaddingMode.Zero ? -1 : place < 0 ? -place : (2 * (length - 1)) - place;
    }
}
