namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>The shape of a sample that is a stack of planes: pixel (c, y, x) is entry (c · Height + y) · Width + x of its row.</summary>
public readonly record struct PlanesShape
{
    /// <summary>Describes samples of <paramref name="channels"/> planes of <paramref name="height"/> × <paramref name="width"/> pixels.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the product exceeds the largest array.</exception>
    public PlanesShape(int channels, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((Int128)channels * height * width, Array.MaxLength, nameof(channels));
        (Channels, Height, Width) = (channels, height, width);
    }

    /// <summary>The number of planes.</summary>
    public int Channels { get; }

    /// <summary>The rows of a plane.</summary>
    public int Height { get; }

    /// <summary>The columns of a plane.</summary>
    public int Width { get; }

    /// <summary>Height times width.</summary>
    public int Pixels => Height * Width;

    /// <summary>Channels times pixels: the length of a sample.</summary>
    public int Length => Channels * Pixels;

    /// <inheritdoc/>
    public override string ToString() => $"{Channels} × {Height} × {Width}";
}
