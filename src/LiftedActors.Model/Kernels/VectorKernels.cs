using System.Numerics;

namespace LiftedActors.Model.Kernels;

/// <summary>Three weights of a linear combination.</summary>
/// <param name="First">Weight of the first factor.</param>
/// <param name="Second">Weight of the second factor.</param>
/// <param name="Third">Weight of the third factor.</param>
public readonly record struct CombinationWeights(Real First, Real Second, Real Third);

/// <summary>
/// Fused element passes over contiguous values, at the memory limit. Sums are accumulated in blocks and added in double, in a fixed order.
/// </summary>
public static class VectorKernels
{
    /// <summary>Values that are taken at a time: few enough for the first-level cache, and for a sum in single precision.</summary>
    public const int Part = 4096;

    /// <summary>result = weight (a − b); returns Σ (a − b)². <paramref name="result"/> may be <paramref name="a"/>.</summary>
    public static double Difference(ReadOnlySpan<Real> a, ReadOnlySpan<Real> b, Real weight, Span<Real> result)
    {
        Check(a.Length, b.Length, result.Length);
        var total = 0.0;
        var i = 0;
        while (i < a.Length)
        {
            var sum = Vector<Real>.Zero;
            var end = Math.Min(a.Length, i + Part);
            for (; i <= end - Vector<Real>.Count; i += Vector<Real>.Count)
            {
                var difference = new Vector<Real>(a[i..]) - new Vector<Real>(b[i..]);
                sum += difference * difference;
                (difference * weight).CopyTo(result[i..]);
            }

            total += Vector.Sum(sum);
            for (; i < end; i++)
            {
                var difference = a[i] - b[i];
                total += difference * difference;
                result[i] = weight * difference;
            }
        }

        return total;
    }

    /// <summary>result = a + weight b.</summary>
    public static void Combine(ReadOnlySpan<Real> a, Real weight, ReadOnlySpan<Real> b, Span<Real> result)
    {
        Check(a.Length, b.Length, result.Length);
        var i = 0;
        for (; i <= a.Length - Vector<Real>.Count; i += Vector<Real>.Count)
        {
            (new Vector<Real>(a[i..]) + (weight * new Vector<Real>(b[i..]))).CopyTo(result[i..]);
        }

        for (; i < a.Length; i++)
        {
            result[i] = a[i] + (weight * b[i]);
        }
    }

    /// <summary>result = w₁a + w₂b + w₃c.</summary>
    public static void Combine(
        CombinationWeights weights, ReadOnlySpan<Real> a, ReadOnlySpan<Real> b, ReadOnlySpan<Real> c, Span<Real> result)
    {
        Check(a.Length, b.Length, result.Length);
        Check(a.Length, c.Length, result.Length);
        var i = 0;
        for (; i <= a.Length - Vector<Real>.Count; i += Vector<Real>.Count)
        {
            ((weights.First * new Vector<Real>(a[i..])) + (weights.Second * new Vector<Real>(b[i..]))
                + (weights.Third * new Vector<Real>(c[i..]))).CopyTo(result[i..]);
        }

        for (; i < a.Length; i++)
        {
            result[i] = (weights.First * a[i]) + (weights.Second * b[i]) + (weights.Third * c[i]);
        }
    }

    /// <summary>result = weight a; <paramref name="result"/> may be <paramref name="a"/>.</summary>
    public static void Scale(ReadOnlySpan<Real> a, Real weight, Span<Real> result)
    {
        Check(a.Length, a.Length, result.Length);
        var i = 0;
        for (; i <= a.Length - Vector<Real>.Count; i += Vector<Real>.Count)
        {
            (weight * new Vector<Real>(a[i..])).CopyTo(result[i..]);
        }

        for (; i < a.Length; i++)
        {
            result[i] = weight * a[i];
        }
    }

    /// <summary>Σ (a − b)².</summary>
    public static double SquaredDistance(ReadOnlySpan<Real> a, ReadOnlySpan<Real> b)
    {
        Check(a.Length, b.Length, a.Length);
        var total = 0.0;
        var i = 0;
        while (i < a.Length)
        {
            var sum = Vector<Real>.Zero;
            var end = Math.Min(a.Length, i + Part);
            for (; i <= end - Vector<Real>.Count; i += Vector<Real>.Count)
            {
                var difference = new Vector<Real>(a[i..]) - new Vector<Real>(b[i..]);
                sum += difference * difference;
            }

            total += Vector.Sum(sum);
            for (; i < end; i++)
            {
                double difference = a[i] - b[i];
                total += difference * difference;
            }
        }

        return total;
    }

    /// <summary>Σ a².</summary>
    public static double SquaredNorm(ReadOnlySpan<Real> a)
    {
        var total = 0.0;
        var i = 0;
        while (i < a.Length)
        {
            var sum = Vector<Real>.Zero;
            var end = Math.Min(a.Length, i + Part);
            for (; i <= end - Vector<Real>.Count; i += Vector<Real>.Count)
            {
                var value = new Vector<Real>(a[i..]);
                sum += value * value;
            }

            total += Vector.Sum(sum);
            for (; i < end; i++)
            {
                total += (double)a[i] * a[i];
            }
        }

        return total;
    }

    /// <summary>Adds the row <paramref name="bias"/> to every row of <paramref name="matrix"/>.</summary>
    public static void AddToRows(Matrix matrix, ReadOnlySpan<Real> bias)
    {
        for (var row = 0; row < matrix.Rows; row++)
        {
            var values = matrix.Row(row);
            Combine(values, 1, bias, values);
        }
    }

    /// <summary>result = Σ over the rows of <paramref name="matrix"/>, in row order.</summary>
    public static void SumRows(Matrix matrix, Span<Real> result)
    {
        result.Clear();
        for (var row = 0; row < matrix.Rows; row++)
        {
            Combine(result, 1, matrix.Row(row), result);
        }
    }

    private static void Check(int first, int second, int result)
    {
        if (first != second || first != result)
        {
            throw new ArgumentException($"Element kernels need equal lengths, not {first}, {second} and {result}.");
        }
    }
}
