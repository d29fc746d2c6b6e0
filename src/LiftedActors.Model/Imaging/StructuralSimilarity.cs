namespace LiftedActors.Model.Imaging;

/// <summary>The structural similarity index of grey images, the mean over windows of a product of luminance, contrast and structure.</summary>
/// <remarks>
/// <para>SSIM = (2 μ_x μ_y + C₁)(2 σ_xy + C₂) / ((μ_x² + μ_y² + C₁)(σ_x² + σ_y² + C₂)) with weighted moments over an 11 × 11 Gaussian window of
/// σ = 1.5, C₁ = 0.01², C₂ = 0.03² (values clamped to [0, 1], data range 1, population covariances).</para>
/// <para>Border rule: only windows that lie wholly inside the image count, (height − 10)(width − 10) of them, as in the authors' program.
/// An image with a side below 11 uses the largest odd window that fits, with the same σ.</para>
/// <para>Symmetric; 1 exactly for equal images; at most 1. Sums are in double.</para>
/// <para>Source: Wang, Bovik, Sheikh and Simoncelli, Image quality assessment: from error visibility to structural similarity, 2004, eqs (13)–(17).</para>
/// </remarks>
public static class StructuralSimilarity
{
    private const int WindowSize = 11;
    private const double Deviation = 1.5;
    private const double C1 = 0.01 * 0.01;
    private const double C2 = 0.03 * 0.03;

    /// <summary>The index of one image.</summary>
    /// <param name="clean">The true values, of <paramref name="shape"/>.</param>
    /// <param name="restored">The values to judge, of <paramref name="shape"/>.</param>
    /// <param name="shape">The shape of the image.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static double Of(ReadOnlySpan<Real> clean, ReadOnlySpan<Real> restored, ImageShape shape)
    {
        if (ImageStack.Count(clean, restored, shape) != 1)
        {
            throw new ArgumentException($"SSIM was given {clean.Length} values for one {shape} image.");
        }

        return Mean(clean, restored, shape);
    }

    /// <summary>The mean over images of their indices.</summary>
    /// <param name="clean">The true values, samples × pixels.</param>
    /// <param name="restored">The values to judge, samples × pixels.</param>
    /// <param name="shape">The shape of one image.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no multiple of the image.</exception>
    public static double Mean(ReadOnlySpan<Real> clean, ReadOnlySpan<Real> restored, ImageShape shape)
    {
        var count = ImageStack.Count(clean, restored, shape);
        return Add(0, clean, restored, shape) / count;
    }

    /// <summary>Adds the indices of images to a sum, one after the other, so that a sum in parts has the bits of the whole.</summary>
    /// <param name="sum">The sum so far.</param>
    /// <param name="clean">The true values, samples × pixels.</param>
    /// <param name="restored">The values to judge, samples × pixels.</param>
    /// <param name="shape">The shape of one image.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no multiple of the image.</exception>
    public static double Add(double sum, ReadOnlySpan<Real> clean, ReadOnlySpan<Real> restored, ImageShape shape)
    {
        var count = ImageStack.Count(clean, restored, shape);
        var window = Window(shape);
        var products = new double[shape.Pixels];
        var scratch = new double[shape.Pixels];
        var moments = new double[5][];
        for (var k = 0; k < moments.Length; k++)
        {
            moments[k] = new double[(shape.Height - window.Length + 1) * (shape.Width - window.Length + 1)];
        }

        for (var i = 0; i < count; i++)
        {
            var x = ImageStack.At(clean, i, shape);
            var y = ImageStack.At(restored, i, shape);
            for (var k = 0; k < moments.Length; k++)
            {
                Product(x, y, k, products);
                Average(products, scratch, shape, window, moments[k]);
            }

            sum += MeanIndex(moments);
        }

        return sum;
    }

    private static double MeanIndex(double[][] moments)
    {
        var sum = 0.0;
        for (var i = 0; i < moments[0].Length; i++)
        {
            var (x, y) = (moments[0][i], moments[1][i]);
            var (xx, yy, xy) = (moments[2][i] - (x * x), moments[3][i] - (y * y), moments[4][i] - (x * y));
            sum += ((2 * (x * y)) + C1) * ((2 * xy) + C2) / (((x * x) + (y * y) + C1) * (xx + yy + C2));
        }

        return sum / moments[0].Length;
    }

    // x, y, x², y², xy
    private static void Product(ReadOnlySpan<Real> x, ReadOnlySpan<Real> y, int moment, double[] result)
    {
        for (var i = 0; i < result.Length; i++)
        {
            var (a, b) = (Math.Clamp((double)x[i], 0, 1), Math.Clamp((double)y[i], 0, 1));
            result[i] = moment switch { 0 => a, 1 => b, 2 => a * a, 3 => b * b, _ => a * b };
        }
    }

    private static double[] Window(ImageShape shape)
    {
        var side = Math.Min(WindowSize, Math.Min(shape.Height, shape.Width));
        var weights = new double[side % 2 == 0 ? side - 1 : side];
        for (var j = 0; j < weights.Length; j++)
        {
            var distance = j - (weights.Length / 2);
            weights[j] = Math.Exp(-distance * distance / (2 * Deviation * Deviation));
        }

        var sum = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / sum);
    }

    // The weighted means over the windows inside the image: along the rows into scratch (height × columns), then along the columns.
    private static void Average(double[] image, double[] scratch, ImageShape shape, double[] window, double[] means)
    {
        var columns = shape.Width - window.Length + 1;
        for (var row = 0; row < shape.Height; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var sum = 0.0;
                for (var j = 0; j < window.Length; j++)
                {
                    sum += window[j] * image[(row * shape.Width) + column + j];
                }

                scratch[(row * columns) + column] = sum;
            }
        }

        for (var i = 0; i < means.Length; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < window.Length; j++)
            {
                sum += window[j] * scratch[i + (j * columns)];
            }

            means[i] = sum;
        }
    }
}
