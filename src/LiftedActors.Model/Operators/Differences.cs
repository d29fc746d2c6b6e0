using System.Numerics;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Operators;

/// <summary>The forward differences of a signal, without any at its end (Neumann).</summary>
/// <remarks>
/// <para>(D u)_i = u_{i+1} − u_i for i = 0, …, n − 2; Dᵀ is the negative divergence.</para>
/// <para>|D|² = 2 + 2 cos(π/n) &lt; 4: DᵀD is the second difference with reflecting ends, whose eigenvalues are 2 − 2 cos(πk/n).</para>
/// </remarks>
public sealed class Differences : LinearOperator, IWideOperator
{
    /// <summary>The differences of signals of <paramref name="length"/> values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two values.</exception>
    public Differences(int length)
        : base(new ImageShape(1, length)) => ArgumentOutOfRangeException.ThrowIfLessThan(length, 2);

    /// <inheritdoc/>
    public override int OutputSize => InputSize - 1;

    /// <inheritdoc/>
    public override double NormBound => Math.Sqrt(SquaredNorm(InputSize));

    /// <summary>|D|² for so many values; 0 for a single one.</summary>
    internal static double SquaredNorm(int length) => 2 + (2 * Math.Cos(Math.PI / length));

    void IWideOperator.Apply(ReadOnlySpan<double> image, Span<double> result) => Difference(image, result);

    void IWideOperator.ApplyAdjoint(ReadOnlySpan<double> data, Span<double> result) => DifferenceAdjoint(data, result);

    /// <inheritdoc/>
    protected override void ApplyCore(ReadOnlySpan<Real> image, Span<Real> result) => Difference(image, result);

    /// <inheritdoc/>
    protected override void ApplyAdjointCore(ReadOnlySpan<Real> data, Span<Real> result) => DifferenceAdjoint(data, result);

    private static void Difference<T>(ReadOnlySpan<T> image, Span<T> result)
        where T : IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = image[i + 1] - image[i];
        }
    }

    private static void DifferenceAdjoint<T>(ReadOnlySpan<T> data, Span<T> result)
        where T : IBinaryFloatingPointIeee754<T>
    {
        result[0] = -data[0];
        for (var i = 1; i < data.Length; i++)
        {
            result[i] = data[i - 1] - data[i];
        }

        result[^1] = data[^1];
    }
}
