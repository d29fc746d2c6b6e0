using LiftedActors.Model.Imaging;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Tests.Imaging;

public sealed class QualityTests
{
    private static readonly ImageShape Shape = new(28, 24);

    [Fact]
    public void EqualImagesArePerfect()
    {
        var image = Phantoms.Draw(Shape, 1, 0);
        Assert.Equal(double.PositiveInfinity, PeakSignalToNoise.Of(image.Pixels, image.Pixels));
        Assert.Equal(1.0, StructuralSimilarity.Of(image.Pixels, image.Pixels, Shape));
    }

    [Fact]
    public void BothAreSymmetric()
    {
        var (x, y) = (Phantoms.Draw(Shape, 1, 0), Phantoms.Draw(Shape, 1, 1));
        Assert.Equal(PeakSignalToNoise.Of(x.Pixels, y.Pixels), PeakSignalToNoise.Of(y.Pixels, x.Pixels));
        Assert.Equal(StructuralSimilarity.Of(x.Pixels, y.Pixels, Shape), StructuralSimilarity.Of(y.Pixels, x.Pixels, Shape), 1e-14);
    }

    [Fact]
    public void BothFallAsNoiseGrows()
    {
        var clean = Phantoms.Draw(Shape, 1, 0);
        var (psnr, ssim) = (double.PositiveInfinity, 1.0);
        foreach (var noise in new[] { 0.01, 0.03, 0.1, 0.3, 1 })
        {
            var noisy = new Real[Shape.Pixels];
            new Degradation(new IdentityOperator(Shape), noise, 4).Apply(0, clean.Pixels, noisy);
            var (worsePsnr, worseSsim) = (PeakSignalToNoise.Of(clean.Pixels, noisy), StructuralSimilarity.Of(clean.Pixels, noisy, Shape));
            Assert.True(worsePsnr < psnr && worseSsim < ssim, $"noise {noise}: {worsePsnr} dB, {worseSsim}");
            (psnr, ssim) = (worsePsnr, worseSsim);
        }
    }

    [Fact]
    public void ATenthOffIsTwentyDecibels()
    {
        var (half, more) = (Constant(0.5), Constant(0.6));
        Assert.Equal(20, PeakSignalToNoise.Of(half, more), 1e-5);
        Assert.Equal(double.PositiveInfinity, PeakSignalToNoise.Of(Constant(1), Constant(1.7)));
        Assert.Equal(0, PeakSignalToNoise.Of(Constant(0), Constant(9)), 1e-12);
    }

    // For constants only the luminance factor remains.
    [Fact]
    public void TheSimilarityOfConstantsIsTheLuminanceFactor()
    {
        const double C1 = 1e-4;
        Assert.Equal(((2 * 0.2 * 0.8) + C1) / (0.04 + 0.64 + C1), StructuralSimilarity.Of(Constant(0.2), Constant(0.8), Shape), 1e-5);
    }

    // The definition: for each window inside the image, two-pass weighted moments.
    [Theory]
    [InlineData(28, 24)]
    [InlineData(11, 11)]
    [InlineData(6, 30)]
    [InlineData(1, 1)]
    public void TheSimilarityIsThatOfTheDefinition(int height, int width)
    {
        var shape = new ImageShape(height, width);
        var (x, y) = (Uniform(shape, "x"), Uniform(shape, "y"));
        var smallest = Math.Min(11, Math.Min(height, width));
        var side = smallest % 2 == 0 ? smallest - 1 : smallest;
        var (sum, windows) = (0.0, 0);
        for (var top = 0; top + side <= height; top++)
        {
            for (var left = 0; left + side <= width; left++)
            {
                sum += Index(x, y, width, (top, left, side));
                windows++;
            }
        }

        Assert.Equal(sum / windows, StructuralSimilarity.Of(x, y, shape), 1e-9);
    }

    [Fact]
    public void MeansAreTakenOverImages()
    {
        var (x, y, z) = (Uniform(Shape, "x"), Uniform(Shape, "y"), Uniform(Shape, "z"));
        Real[] clean = [.. x, .. x];
        Real[] restored = [.. y, .. z];
        Assert.Equal((PeakSignalToNoise.Of(x, y) + PeakSignalToNoise.Of(x, z)) / 2, PeakSignalToNoise.Mean(clean, restored, Shape), 1e-12);
        var meanSimilarity = (StructuralSimilarity.Of(x, y, Shape) + StructuralSimilarity.Of(x, z, Shape)) / 2;
        Assert.Equal(meanSimilarity, StructuralSimilarity.Mean(clean, restored, Shape), 1e-12);
    }

    [Fact]
    public void UnequalSizesAreRefused()
    {
        Assert.Throws<ArgumentException>(() => PeakSignalToNoise.Of(new Real[3], new Real[4]));
        Assert.Throws<ArgumentException>(() => PeakSignalToNoise.Of([], []));
        Assert.Throws<ArgumentException>(() => PeakSignalToNoise.Mean(new Real[3], new Real[3], Shape));
        Assert.Throws<ArgumentException>(() => StructuralSimilarity.Of(new Real[2 * Shape.Pixels], new Real[2 * Shape.Pixels], Shape));
    }

    private static Real[] Constant(double value) => Enumerable.Repeat((Real)value, Shape.Pixels).ToArray();

    private static Real[] Uniform(ImageShape shape, string purpose)
    {
        var stream = new RandomStream(1, purpose);
        return Enumerable.Range(0, shape.Pixels).Select(_ => (Real)stream.Uniform()).ToArray();
    }

    private static double Index(Real[] x, Real[] y, int width, (int Top, int Left, int Side) window)
    {
        var pixels = from row in Enumerable.Range(0, window.Side)
                     from column in Enumerable.Range(0, window.Side)
                     let distance = Math.Pow(row - (window.Side / 2), 2) + Math.Pow(column - (window.Side / 2), 2)
                     let at = ((window.Top + row) * width) + window.Left + column
                     select (Weight: Math.Exp(-distance / 4.5), X: (double)x[at], Y: (double)y[at]);
        var all = pixels.ToArray();
        var total = all.Sum(pixel => pixel.Weight);
        var (mx, my) = (all.Sum(pixel => pixel.Weight * pixel.X) / total, all.Sum(pixel => pixel.Weight * pixel.Y) / total);
        var xx = all.Sum(pixel => pixel.Weight * (pixel.X - mx) * (pixel.X - mx)) / total;
        var yy = all.Sum(pixel => pixel.Weight * (pixel.Y - my) * (pixel.Y - my)) / total;
        var xy = all.Sum(pixel => pixel.Weight * (pixel.X - mx) * (pixel.Y - my)) / total;
        return ((2 * mx * my) + 1e-4) * ((2 * xy) + 9e-4) / (((mx * mx) + (my * my) + 1e-4) * (xx + yy + 9e-4));
    }
}
