using LiftedActors.Host.Data;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;

namespace LiftedActors.Host.Runs;

/// <summary>How good restored images are, means over images.</summary>
/// <param name="Psnr">The peak signal-to-noise ratio in decibels, of values clamped to [0, 1].</param>
/// <param name="Ssim">The structural similarity.</param>
public readonly record struct Quality(double Psnr, double Ssim)
{
    private const int ChunkRows = 500;

    /// <summary>Judges images.</summary>
    /// <param name="clean">The true images, images × pixels.</param>
    /// <param name="seen">The images to judge.</param>
    /// <param name="shape">The shape of an image.</param>
    public static Quality Of(Matrix clean, Matrix seen, ImageShape shape) => new(
        PeakSignalToNoise.Mean(clean.Values, seen.Values, shape), StructuralSimilarity.Mean(clean.Values, seen.Values, shape));

    /// <summary>Judges what a network makes of the test images.</summary>
    public static Quality Of(Network network, IReadOnlyList<PackedParameters> parameters, TaskData data) =>
        Of(data.Test.Clean, Restore(network, parameters, data.Test.Degraded), data.Shape);

    /// <summary>Restores images, some at a time, so that the memory does not grow with their number.</summary>
    public static Matrix Restore(Network network, IReadOnlyList<PackedParameters> parameters, Matrix degraded)
    {
        var restored = new Matrix(degraded.Rows, network.Outputs);
        for (var first = 0; first < degraded.Rows; first += ChunkRows)
        {
            var chunk = degraded.CopyRows(first, Math.Min(ChunkRows, degraded.Rows - first));
            network.Predict(chunk, parameters).Values.CopyTo(restored.Values[(first * network.Outputs)..]);
        }

        return restored;
    }
}
