namespace LiftedActors.Model.Imaging;

/// <summary>The peak signal-to-noise ratio in decibels, PSNR = 10 log₁₀(1 / MSE), of values clamped to [0, 1].</summary>
/// <remarks>Equal images have +∞. Symmetric in its arguments. Sums are in double.</remarks>
public static class PeakSignalToNoise
{
    /// <summary>The ratio of one image, or of several taken as one.</summary>
    /// <param name="clean">The true values.</param>
    /// <param name="restored">The values to judge, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ or are zero.</exception>
    public static double Of(ReadOnlySpan<Real> clean, ReadOnlySpan<Real> restored)
    {
        if (clean.Length != restored.Length || clean.IsEmpty)
        {
            throw new ArgumentException($"PSNR compares images of equal size, but was given {clean.Length} and {restored.Length} values.");
        }

        var sum = 0.0;
        for (var i = 0; i < clean.Length; i++)
        {
            var difference = Clamp(clean[i]) - Clamp(restored[i]);
            sum += difference * difference;
        }

        return -10 * Math.Log10(sum / clean.Length);
    }

    /// <summary>The mean over images of their ratios in decibels.</summary>
    /// <param name="clean">The true values, samples × pixels.</param>
    /// <param name="restored">The values to judge, samples × pixels.</param>
    /// <param name="shape">The shape of one image.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no multiple of the image.</exception>
    public static double Mean(ReadOnlySpan<Real> clean, ReadOnlySpan<Real> restored, ImageShape shape)
    {
        var count = ImageStack.Count(clean, restored, shape);
        return Add(0, clean, restored, shape) / count;
    }

    /// <summary>Adds the ratios of images in decibels to a sum, one after the other, so that a sum in parts has the bits of the whole.</summary>
    /// <param name="sum">The sum so far.</param>
    /// <param name="clean">The true values, samples × pixels.</param>
    /// <param name="restored">The values to judge, samples × pixels.</param>
    /// <param name="shape">The shape of one image.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no multiple of the image.</exception>
    public static double Add(double sum, ReadOnlySpan<Real> clean, ReadOnlySpan<Real> restored, ImageShape shape)
    {
        var count = ImageStack.Count(clean, restored, shape);
        for (var i = 0; i < count; i++)
        {
            sum += Of(ImageStack.At(clean, i, shape), ImageStack.At(restored, i, shape));
        }

        return sum;
    }

    private static double Clamp(Real value) => Math.Clamp((double)value, 0, 1);
}
