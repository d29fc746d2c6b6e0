namespace LiftedActors.Model.Imaging;

/// <summary>A grey image: values row after row, 0 black and 1 white.</summary>
/// <remarks>Values outside [0, 1] are allowed (noise makes them); viewers and file writers clamp.</remarks>
public sealed class Image
{
    private readonly Real[] _pixels;

    /// <summary>A black image.</summary>
    public Image(ImageShape shape)
        : this(shape, new Real[shape.Pixels])
    {
    }

    /// <summary>An image over <paramref name="pixels"/>, which is not copied.</summary>
    /// <exception cref="ArgumentException">The number of values differs from that of the shape.</exception>
    public Image(ImageShape shape, Real[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.Length != shape.Pixels)
        {
            throw new ArgumentException($"{pixels.Length} values are not an image of {shape} pixels.", nameof(pixels));
        }

        (Shape, _pixels) = (shape, pixels);
    }

    /// <summary>Height and width.</summary>
    public ImageShape Shape { get; }

    /// <summary>The number of rows.</summary>
    public int Height => Shape.Height;

    /// <summary>The number of columns.</summary>
    public int Width => Shape.Width;

    /// <summary>The values, row after row.</summary>
    public Span<Real> Pixels => _pixels;

    /// <summary>One value.</summary>
    public ref Real this[int row, int column] => ref _pixels[(row * Width) + column];

    /// <summary>The part of <paramref name="shape"/> whose upper left pixel is (<paramref name="top"/>, <paramref name="left"/>), as a new image.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie inside the image.</exception>
    public Image Crop(int top, int left, ImageShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        ArgumentOutOfRangeException.ThrowIfNegative(left);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(top, Height - shape.Height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(left, Width - shape.Width);
        var part = new Image(shape);
        for (var row = 0; row < shape.Height; row++)
        {
            Pixels.Slice(((top + row) * Width) + left, shape.Width).CopyTo(part.Pixels[(row * shape.Width)..]);
        }

        return part;
    }

    /// <summary>The image continued below and to the right by its mirror images, as a new image.</summary>
    /// <param name="shape">The new shape; no side is shorter.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is shorter.</exception>
    public Image Continued(ImageShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Height, Height, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Width, Width, nameof(shape));
        var continued = new Image(shape);
        for (var row = 0; row < shape.Height; row++)
        {
            for (var column = 0; column < shape.Width; column++)
            {
                continued[row, column] = this[Mirrored(row, Height), Mirrored(column, Width)];
            }
        }

        return continued;
    }

    /// <summary>The values as bytes, clamped to [0, 1], times 255, rounded to the nearest; not-a-number becomes black.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[_pixels.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = _pixels[i] >= 1 ? (byte)255 : _pixels[i] > 0 ? (byte)((_pixels[i] * 255) + (Real)0.5) : (byte)0;
        }

        return bytes;
    }

    // 0 1 2 2 1 0 0 1 2 …
    private static int Mirrored(int place, int length) => place % (2 * length) is var within && within < length ? within : (2 * length) - 1 - within;
}
