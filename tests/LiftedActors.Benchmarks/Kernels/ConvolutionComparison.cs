using System.Globalization;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Kernels.Convolutions;

namespace LiftedActors.Benchmarks.Kernels;

/// <summary>
/// Times per image of the products of convolutions, beside patches that are written out and multiplied (im2col), in turn within every repetition.
/// </summary>
internal static class ConvolutionComparison
{
    private const int Repetitions = 31;
    private const int ValuesPerBatch = 1 << 20;

    private static readonly ConvolutionGeometry[] Geometries =
    [
        Of(1, 64, 64, 3, 1), Of(64, 64, 1, 3, 1), Of(1, 28, 6, 5, 2), Of(6, 14, 16, 5, 0), Of(32, 28, 32, 3, 1), Of(1, 180, 32, 3, 1), Of(32, 180, 1, 3, 1),
    ];

    /// <summary>Prints microseconds per image, medians, and the rates that they mean.</summary>
    public static void Run()
    {
        Console.WriteLine(
            $"path {MatrixProduct.Path}, {sizeof(Real) * 8} bits; µs per image (GFLOP/s): K z, Kᵀ e, gradient; "
            + "by patches: K z, Kᵀ e without adding patches, gradient without transposing");
        foreach (ConvolutionGeometry geometry in Geometries)
        {
            var operands = new ConvolutionOperands(geometry, Math.Clamp(ValuesPerBatch / Math.Max(geometry.Input.Length, geometry.Output.Length), 1, 64));
            double[] times = Measure(
                operands.Apply, operands.ApplyAdjoint, operands.Correlate, operands.ApplyByPatches, operands.ApplyAdjointByPatches, operands.CorrelateByPatches);
            Console.WriteLine(string.Join("  ", times.Select(time => Describe(geometry, time / operands.Samples)).Prepend($"{geometry,-80}")));
        }
    }

    private static ConvolutionGeometry Of(int channels, int side, int filters, int kernel, int padding) =>
        new(new PlanesShape(channels, side, side), filters, new ConvolutionWindow(kernel, kernel) { Padding = padding });

    private static string Describe(ConvolutionGeometry geometry, double seconds)
    {
        double operations = 2.0 * geometry.Filters * geometry.Patch * geometry.Output.Pixels;
        return string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e6,7:F1} ({operations / seconds * 1e-9,5:F1})");
    }

    private static double[] Measure(params Action[] actions)
    {
        var times = new double[actions.Length][];
        for (int i = 0; i < times.Length; i++)
        {
            times[i] = new double[Repetitions];
            actions[i]();
        }

        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            for (int i = 0; i < actions.Length; i++)
            {
                double start = ThreadClock.Seconds;
                actions[i]();
                times[i][repetition] = ThreadClock.Seconds - start;
            }
        }

        return Array.ConvertAll(times, samples =>
        {
            Array.Sort(samples);
            return samples[Repetitions / 2];
        });
    }
}
