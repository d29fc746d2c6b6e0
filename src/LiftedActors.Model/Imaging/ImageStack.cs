namespace LiftedActors.Model.Imaging;

/// <summary>Images of one shape as the rows of a samples × pixels array.</summary>
internal static class ImageStack
{
    /// <summary>How many images two arrays hold.</summary>
    /// <exception cref="ArgumentException">Not the same positive whole number.</exception>
    public static int Count(ReadOnlySpan<Real> one, ReadOnlySpan<Real> two, ImageShape shape)
    {
        if (one.Length != two.Length || one.IsEmpty || one.Length % shape.Pixels != 0)
        {
            throw new ArgumentException($"{one.Length} and {two.Length} values are not the same number of {shape} images.");
        }

        return one.Length / shape.Pixels;
    }

    /// <summary>One image of an array.</summary>
    public static ReadOnlySpan<Real> At(ReadOnlySpan<Real> stack, int index, ImageShape shape) => stack.Slice(index * shape.Pixels, shape.Pixels);
}
