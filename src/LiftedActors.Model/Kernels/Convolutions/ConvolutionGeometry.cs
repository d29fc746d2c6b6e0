namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>
/// The shapes of a convolution K of planes: (K z)[f, y, x] = Σ_{c, i, j} w[f, c, i, j] z̃[c, s y + i − p, s x + j − p], with z̃ the planes continued
/// by the padding.
/// </summary>
/// <remarks>
/// It is what networks call convolution, that is, a correlation. Weights are a matrix of filters × (channels · kernel height · kernel width), row-major, as a
/// <c>Conv2d</c> of PyTorch keeps them. Its transpose Kᵀ, the synthesis operator, has <see cref="Output"/> as its input.
/// </remarks>
public sealed record ConvolutionGeometry
{
    /// <summary>Derives the output from the input and the window.</summary>
    /// <param name="input">The planes of z.</param>
    /// <param name="filters">The planes of K z.</param>
    /// <param name="window">Kernel size, stride and padding.</param>
    /// <exception cref="ArgumentException">A size is not positive, the window does not fit, or the reflection reaches beyond the plane.</exception>
    public ConvolutionGeometry(PlanesShape input, int filters, ConvolutionWindow window)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(input.Length, nameof(input));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(filters);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(window.Height, nameof(window));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(window.Width, nameof(window));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(window.Stride, nameof(window));
        ArgumentOutOfRangeException.ThrowIfNegative(window.Padding, nameof(window));
        (Input, Window) = (input, window);
        int smaller = Math.Min(input.Height, input.Width);
        switch (window.Mode)
        {
            case PaddingMode.Zero:
                break;
            case PaddingMode.Reflect when window.Padding < smaller:
                break;
            case PaddingMode.Reflect:
                throw new ArgumentException(
                    $"Planes of {input} cannot be reflected by {window.Padding} pixels: give a padding of at most {smaller - 1}, or zeros.", nameof(window));
            default:
                throw new ArgumentException($"No padding is called '{window.Mode}': choose zero or reflect.", nameof(window));
        }

        Output = new PlanesShape(filters, Positions(input.Height, window.Height), Positions(input.Width, window.Width));
        long weights = (long)filters * input.Channels * window.Taps;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weights, Array.MaxLength, nameof(filters));
    }

    /// <summary>The planes of z.</summary>
    public PlanesShape Input { get; }

    /// <summary>The planes of K z.</summary>
    public PlanesShape Output { get; }

    /// <summary>Kernel size, stride and padding.</summary>
    public ConvolutionWindow Window { get; }

    /// <summary>The number of filters: the planes of K z, and the rows of the weights.</summary>
    public int Filters => Output.Channels;

    /// <summary>The inputs of one output value: the columns of the weights.</summary>
    public int Patch => Input.Channels * Window.Taps;

    /// <inheritdoc/>
    public override string ToString() => $"{Input} → {Output} by {Window}";

    private int Positions(int length, int kernel)
    {
        long room = length + 2L * Window.Padding - kernel;
        return room >= 0
            ? checked((int)(room / Window.Stride) + 1)
            : throw new ArgumentException(
                $"A kernel of {Window.Height} × {Window.Width} does not fit into planes of {Input} with a padding of {Window.Padding}: "
                + "enlarge the padding or take a smaller kernel.");
    }
}
