using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Imaging;

/// <summary>Seeded synthetic images: an ellipse, a convex polygon and two strokes of random place, size and brightness on black.</summary>
/// <remarks>
/// <para>A shape covers a pixel by clamp(½ − d, 0, 1), d the signed distance of the pixel's centre from its outline in pixels: edges one pixel wide,
/// without stairs. Shapes are blended in order, v ← v + c (brightness − v), so values stay in [0, 1].</para>
/// <para>Image i of a seed is drawn from the stream (seed, "phantom", i): a function of (shape, seed, i) alone.</para>
/// </remarks>
public static class Phantoms
{
    /// <summary>The side of the default image.</summary>
    public const int DefaultSize = 28;

    private const int Strokes = 2;

    /// <summary>Draws one phantom.</summary>
    /// <param name="shape">The shape of the image, at least 8 × 8.</param>
    /// <param name="seed">The seed of the collection.</param>
    /// <param name="index">Which image of the collection, from 0.</param>
    /// <exception cref="ArgumentException">The image is smaller than 8 × 8, or the index is negative.</exception>
    public static Image Draw(ImageShape shape, long seed, int index)
    {
        var image = new Image(shape);
        Draw(shape, seed, index, image.Pixels);
        return image;
    }

    /// <summary>Overwrites <paramref name="target"/> with one phantom.</summary>
    /// <param name="shape">The shape of the image, at least 8 × 8.</param>
    /// <param name="seed">The seed of the collection.</param>
    /// <param name="index">Which image of the collection, from 0.</param>
    /// <param name="target">The pixels, row after row.</param>
    /// <exception cref="ArgumentException">The image is smaller than 8 × 8, the index is negative, or the length does not fit.</exception>
    public static void Draw(ImageShape shape, long seed, int index, Span<Real> target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (shape.Height < 8 || shape.Width < 8 || target.Length != shape.Pixels)
        {
            throw new ArgumentException($"A phantom needs at least 8 × 8 pixels and a target of that many; {shape} with {target.Length} values was given.");
        }

        target.Clear();
        var stream = new RandomStream(seed, "phantom", index);
        Blend(target, shape, PhantomShape.Ellipse(ref stream, shape), Brightness(ref stream));
        Blend(target, shape, PhantomShape.Polygon(ref stream, shape), Brightness(ref stream));
        for (var i = 0; i < Strokes; i++)
        {
            Blend(target, shape, PhantomShape.Stroke(ref stream, shape), Brightness(ref stream));
        }
    }

    private static double Brightness(ref RandomStream stream) => stream.Uniform(0.35, 1);

    private static void Blend(Span<Real> target, ImageShape shape, Func<double, double, double> distance, double brightness)
    {
        for (var row = 0; row < shape.Height; row++)
        {
            for (var column = 0; column < shape.Width; column++)
            {
                var coverage = Math.Clamp(0.5 - distance(column + 0.5, row + 0.5), 0, 1);
                ref var pixel = ref target[(row * shape.Width) + column];
                pixel += (Real)(coverage * (brightness - pixel));
            }
        }
    }
}
