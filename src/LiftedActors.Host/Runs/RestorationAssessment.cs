using System.Collections.Immutable;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Runs;

/// <summary>PSNR and structural similarity of images.</summary>
/// <param name="shape">The shape of an image.</param>
internal sealed class RestorationAssessment(ImageShape shape) : Assessment
{
    /// <summary>The arrays in double of the structural similarity.</summary>
    private const int Arrays = 7;

    public override ImmutableArray<QualityMeasure> Measures { get; } = [QualityMeasure.Psnr, QualityMeasure.Ssim];

    public override void Add(Matrix targets, Matrix outputs, Span<double> sums) => Add(targets.Values, outputs.Values, sums);

    /// <summary>Adds the values of images, one after the other.</summary>
    public void Add(ReadOnlySpan<Real> clean, ReadOnlySpan<Real> restored, Span<double> sums)
    {
        sums[0] = PeakSignalToNoise.Add(sums[0], clean, restored, shape);
        sums[1] = StructuralSimilarity.Add(sums[1], clean, restored, shape);
    }

    public override Footprint Footprint(string part) => Arrays * Model.Kernels.Footprint.OfArray<double>(part, shape.Pixels);
}
