using System.Numerics;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Operators;

/// <summary>The forward differences of an image along its rows and its columns, zero across the border (Neumann).</summary>
/// <remarks>
/// <para>(∇u)_{2i} = u_{right of i} − u_i and (∇u)_{2i+1} = u_{below i} − u_i: both components of a pixel lie side by side, so that they are a group of two
/// consecutive values. ∇ᵀ is the negative divergence.</para>
/// <para>|∇|² = |D_width|² + |D_height|² &lt; 8, with D the differences of one line.</para>
/// </remarks>
public sealed class Gradient : LinearOperator, IWideOperator
{
    /// <summary>The components of the gradient at a pixel.</summary>
    public const int Components = 2;

    /// <summary>The gradient of images of the shape <paramref name="shape"/>.</summary>
    /// <exception cref="ArgumentException">There is a single pixel.</exception>
    public Gradient(ImageShape shape)
        : base(shape)
    {
        if (shape.Pixels < 2)
        {
            throw new ArgumentException("A single pixel has no gradient: give an image of at least two pixels.", nameof(shape));
        }
    }

    /// <inheritdoc/>
    public override int OutputSize => Components * Shape.Pixels;

    /// <inheritdoc/>
    public override double NormBound => Math.Sqrt(Differences.SquaredNorm(Shape.Width) + Differences.SquaredNorm(Shape.Height));

    void IWideOperator.Apply(ReadOnlySpan<double> image, Span<double> result) => Difference(image, result);

    void IWideOperator.ApplyAdjoint(ReadOnlySpan<double> data, Span<double> result) => DifferenceAdjoint(data, result);

    /// <inheritdoc/>
    protected override void ApplyCore(ReadOnlySpan<Real> image, Span<Real> result) => Difference(image, result);

    /// <inheritdoc/>
    protected override void ApplyAdjointCore(ReadOnlySpan<Real> data, Span<Real> result) => DifferenceAdjoint(data, result);

    private void Difference<T>(ReadOnlySpan<T> image, Span<T> result)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var (width, last) = (Shape.Width, Shape.Height - 1);
        for (var row = 0; row <= last; row++)
        {
            var line = image.Slice(row * width, width);
            var below = row < last ? image.Slice((row + 1) * width, width) : line;
            var gradient = result.Slice(Components * row * width, Components * width);
            for (var column = 0; column < line.Length; column++)
            {
                gradient[Components * column] = column + 1 < line.Length ? line[column + 1] - line[column] : T.Zero;
                gradient[(Components * column) + 1] = below[column] - line[column];
            }
        }
    }

    private void DifferenceAdjoint<T>(ReadOnlySpan<T> data, Span<T> result)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var (width, last) = (Shape.Width, Shape.Height - 1);
        for (var row = 0; row <= last; row++)
        {
            var here = data.Slice(Components * row * width, Components * width);
            var above = row > 0 ? data.Slice(Components * (row - 1) * width, Components * width) : default;
            var target = result.Slice(row * width, width);
            for (var column = 0; column < target.Length; column++)
            {
                // Differences across the border are no rows of the operator, whatever stands in their place.
                var across = (column > 0 ? here[Components * (column - 1)] : T.Zero) - (column + 1 < target.Length ? here[Components * column] : T.Zero);
                var down = (row > 0 ? above[(Components * column) + 1] : T.Zero) - (row < last ? here[(Components * column) + 1] : T.Zero);
                target[column] = across + down;
            }
        }
    }
}
