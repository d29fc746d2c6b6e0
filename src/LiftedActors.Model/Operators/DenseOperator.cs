using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Operators;

/// <summary>The operator of a matrix, A x = W x, such as that of a perceptron's layer.</summary>
/// <remarks>Cost: 2 · rows · columns per product; the bound of the norm is computed once, when it is asked for.</remarks>
public sealed class DenseOperator : LinearOperator, IWideOperator
{
    private readonly Matrix _weights;
    private readonly Lazy<double> _normBound;

    /// <summary>The operator of a matrix on vectors.</summary>
    /// <param name="weights">W, out × in; it is not copied and must not be written any more.</param>
    /// <exception cref="ArgumentException">A weight is not finite; the message says which.</exception>
    public DenseOperator(Matrix weights)
        : this(weights, new ImageShape(1, weights.Columns))
    {
    }

    /// <summary>The operator of a matrix on images.</summary>
    /// <param name="weights">W, out × pixels; it is not copied and must not be written any more.</param>
    /// <param name="shape">The shape of the images.</param>
    /// <exception cref="ArgumentException">A weight is not finite, or the columns are not the pixels.</exception>
    public DenseOperator(Matrix weights, ImageShape shape)
        : base(shape)
    {
        if (weights.Columns != shape.Pixels)
        {
            throw new ArgumentException($"A matrix of {weights} does not act on images of {shape}: its columns must be their pixels.", nameof(weights));
        }

        for (var i = 0; i < weights.Values.Length; i++)
        {
            if (!Real.IsFinite(weights.Values[i]))
            {
                throw new ArgumentException(
                    $"The weight in row {i / weights.Columns}, column {i % weights.Columns} is {weights.Values[i]}; give finite weights.", nameof(weights));
            }
        }

        (_weights, _normBound) = (weights, new Lazy<double>(() => Math.Sqrt(GramPowers.SquaredNormBound(weights))));
    }

    /// <inheritdoc/>
    public override int OutputSize => _weights.Rows;

    /// <summary>A bound that is a few per cent above the norm; see <see cref="GramPowers"/>.</summary>
    public override double NormBound => _normBound.Value;

    void IWideOperator.Apply(ReadOnlySpan<double> image, Span<double> result)
    {
        for (var row = 0; row < result.Length; row++)
        {
            var weights = _weights.Row(row);
            var sum = 0.0;
            for (var i = 0; i < weights.Length; i++)
            {
                sum += weights[i] * image[i];
            }

            result[row] = sum;
        }
    }

    void IWideOperator.ApplyAdjoint(ReadOnlySpan<double> data, Span<double> result)
    {
        result.Clear();
        for (var row = 0; row < data.Length; row++)
        {
            var weights = _weights.Row(row);
            var factor = data[row];
            for (var i = 0; i < weights.Length; i++)
            {
                result[i] += factor * weights[i];
            }
        }
    }

    /// <inheritdoc/>
    protected override void ApplyCore(ReadOnlySpan<Real> image, Span<Real> result) => MatrixProduct.Multiply(_weights, image, result);

    /// <inheritdoc/>
    protected override void ApplyAdjointCore(ReadOnlySpan<Real> data, Span<Real> result) => MatrixProduct.MultiplyTransposed(_weights, data, result);
}
