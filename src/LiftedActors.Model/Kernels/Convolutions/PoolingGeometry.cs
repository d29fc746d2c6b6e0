namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>The shapes of an average over squares of pixels: (A z)[c, y, x] = k⁻² Σ_{i, j &lt; k} z[c, k y + i, k x + j].</summary>
/// <remarks>Rows and columns that do not fill a square are left out, as in PyTorch's <c>AvgPool2d(k)</c>.</remarks>
public sealed record PoolingGeometry
{
    /// <summary>Derives the output from the input and the side of the squares.</summary>
    /// <exception cref="ArgumentException">The side is not positive or exceeds that of the planes.</exception>
    public PoolingGeometry(PlanesShape input, int side)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(side);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(input.Length, nameof(input));
        if (side > Math.Min(input.Height, input.Width))
        {
            throw new ArgumentException($"Squares of {side} × {side} do not fit into planes of {input}: give a smaller side.", nameof(side));
        }

        (Input, Side) = (input, side);
        Output = new PlanesShape(input.Channels, input.Height / side, input.Width / side);
    }

    /// <summary>The planes of z.</summary>
    public PlanesShape Input { get; }

    /// <summary>The planes of A z.</summary>
    public PlanesShape Output { get; }

    /// <summary>The side k of a square, which is also the stride.</summary>
    public int Side { get; }

    /// <summary>|A|² = k⁻²: squares do not overlap.</summary>
    public double SquaredNorm => 1.0 / ((double)Side * Side);

    /// <inheritdoc/>
    public override string ToString() => $"{Input} → {Output} by averages over {Side} × {Side}";
}
