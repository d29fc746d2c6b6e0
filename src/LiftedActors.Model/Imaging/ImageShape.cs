namespace LiftedActors.Model.Imaging;

/// <summary>The height and width of a grey image in pixels; pixel (row, column) is entry row · width + column of its vector.</summary>
public readonly record struct ImageShape
{
    /// <summary>Describes images of <paramref name="height"/> × <paramref name="width"/> pixels.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive, or the product exceeds the largest array.</exception>
    public ImageShape(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)height * width, Array.MaxLength, nameof(height));
        (Height, Width) = (height, width);
    }

    /// <summary>The number of rows.</summary>
    public int Height { get; }

    /// <summary>The number of columns.</summary>
    public int Width { get; }

    /// <summary>Height times width: the length of the image as a vector.</summary>
    public int Pixels => Height * Width;

    /// <inheritdoc/>
    public override string ToString() => $"{Height} × {Width}";
}
