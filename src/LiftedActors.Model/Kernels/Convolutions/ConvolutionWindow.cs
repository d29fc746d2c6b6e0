namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>The window that a convolution moves over its planes.</summary>
/// <param name="Height">Rows of the kernel.</param>
/// <param name="Width">Columns of the kernel.</param>
public sealed record ConvolutionWindow(int Height, int Width)
{
    /// <summary>The rows and columns from one position to the next.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>The rows and columns that are read beyond each border.</summary>
    public int Padding { get; init; }

    /// <summary>What is read there.</summary>
    public PaddingMode Mode { get; init; }

    /// <summary>Height times width: the weights per pair of input and output plane.</summary>
    public int Taps => Height * Width;

    /// <inheritdoc/>
    public override string ToString() => $"{Height} × {Width}, stride {Stride}, padding {Padding} ({Mode})";
}
