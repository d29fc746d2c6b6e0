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
    private const int ChunkRows = 200;

    /// <summary>The memory of judging what a network makes of any number of images.</summary>
    internal static Footprint Footprint(Network network)
    {
        const string part = "judging the test images";
        var images = Matrix.Footprint(part, ChunkRows, network.Inputs) + Matrix.Footprint(part, ChunkRows, network.Outputs);

        // Beside a chunk of pairs, the seven arrays in double of the structural similarity.
        return images + ForwardPass.Footprint(part, network, ChunkRows) + (7 * Model.Kernels.Footprint.OfArray<double>(part, network.Outputs));
    }

    /// <summary>Judges the degraded images themselves.</summary>
    /// <param name="pairs">The images.</param>
    /// <param name="shape">The shape of an image.</param>
    public static Quality Of(ImagePairs pairs, ImageShape shape) => Of(pairs, shape, degraded => degraded);

    /// <summary>Judges what a network makes of the test images.</summary>
    public static Quality Of(Network network, IReadOnlyList<LayerParameters> parameters, TaskData data)
    {
        var pass = new ForwardPass(network, Math.Min(ChunkRows, data.Test.Count));
        return Of(data.Test, data.Shape, degraded => pass.Predict(degraded, parameters));
    }

    /// <summary>Restores and judges images, some at a time, so that the memory does not grow with their number.</summary>
    private static Quality Of(ImagePairs pairs, ImageShape shape, Func<Matrix, Matrix> restore)
    {
        var rows = Math.Min(ChunkRows, pairs.Count);
        var (clean, degraded) = (new Matrix(rows, pairs.Clean.Columns), new Matrix(rows, pairs.Degraded.Columns));
        var (psnr, ssim) = (0.0, 0.0);
        for (var first = 0; first < pairs.Count; first += rows)
        {
            var chunk = pairs.Range(first, Math.Min(rows, pairs.Count - first));
            clean.CopyFrom(chunk.Clean);
            degraded.CopyFrom(chunk.Degraded);
            var restored = restore(degraded);
            psnr = PeakSignalToNoise.Add(psnr, clean.Values, restored.Values, shape);
            ssim = StructuralSimilarity.Add(ssim, clean.Values, restored.Values, shape);
        }

        return new Quality(psnr / pairs.Count, ssim / pairs.Count);
    }
}
