using System.Buffers;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Operators;

/// <summary>Convolution with k kᵀ for a symmetric kernel k of sum 1: first along the rows, then along the columns.</summary>
/// <remarks>
/// Self-adjoint under every <see cref="Edges"/> rule, since both passes are symmetric matrices that commute.
/// Cost: 2 × pixels × kernel size multiplications; no allocation beyond a pooled buffer. Computed in double and rounded once.
/// </remarks>
public abstract class SeparableBlur : LinearOperator, IWideOperator
{
    private const int LargestSize = 1023;

    // Rounding the result to Real can exceed the exact norm by half a unit in the last place per entry.
    private static readonly double RoundingAllowance = 1 + Math.Pow(2, typeof(Real) == typeof(float) ? -23 : -46);

    private readonly SymmetricFilter _alongRows;
    private readonly SymmetricFilter _alongColumns;

    /// <summary>A blur of <paramref name="shape"/> images with the weights <paramref name="kernel"/>, which are scaled to sum 1.</summary>
    protected SeparableBlur(ImageShape shape, double[] kernel, Edges edges)
        : base(shape)
    {
        var sum = kernel.Sum();
        var weights = Array.ConvertAll(kernel, weight => weight / sum);
        Edges = edges;
        _alongRows = new SymmetricFilter(weights, shape.Width, edges);
        _alongColumns = new SymmetricFilter(weights, shape.Height, edges);
    }

    /// <summary>What the kernel sees beyond the border.</summary>
    public Edges Edges { get; }

    /// <summary>The product of the largest row sums of the two passes: 1, or less where the kernel is larger than the image and edges are zero.</summary>
    public override double NormBound => _alongRows.NormBound * _alongColumns.NormBound * RoundingAllowance;

    void IWideOperator.Apply(ReadOnlySpan<double> image, Span<double> result)
    {
        image.CopyTo(result);
        Filter(result);
    }

    void IWideOperator.ApplyAdjoint(ReadOnlySpan<double> data, Span<double> result)
    {
        data.CopyTo(result);
        Filter(result);
    }

    /// <inheritdoc/>
    protected override void ApplyCore(ReadOnlySpan<Real> image, Span<Real> result)
    {
        var rented = ArrayPool<double>.Shared.Rent(image.Length);
        var pixels = rented.AsSpan(0, image.Length);
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = image[i];
        }

        Filter(pixels);
        for (var i = 0; i < pixels.Length; i++)
        {
            result[i] = (Real)pixels[i];
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    protected override void ApplyAdjointCore(ReadOnlySpan<Real> data, Span<Real> result) => ApplyCore(data, result);

    /// <summary>Refuses a window that has no middle, no pixel or more than any use.</summary>
    /// <exception cref="ArgumentException"><paramref name="size"/> is even, not positive, or beyond the largest.</exception>
    protected static int OddSize(int size) => size > 0 && size % 2 == 1 && size <= LargestSize
        ? size
        : throw new ArgumentException($"A blur of size {size} is not possible: its window needs a middle pixel, so give an odd size from 1 to {LargestSize}.");

    private void Filter(Span<double> pixels)
    {
        for (var row = 0; row < Shape.Height; row++)
        {
            _alongRows.Apply(pixels.Slice(row * Shape.Width, Shape.Width), 1);
        }

        for (var column = 0; column < Shape.Width; column++)
        {
            _alongColumns.Apply(pixels[column..], Shape.Width);
        }
    }
}
