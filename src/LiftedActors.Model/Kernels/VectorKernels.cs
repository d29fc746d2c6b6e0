using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LiftedActors.Model.Kernels;

/// <summary>Three weights of a linear combination.</summary>
/// <param name="First">Weight of the first factor.</param>
/// <param name="Second">Weight of the second factor.</param>
/// <param name="Third">Weight of the third factor.</param>
public readonly record struct CombinationWeights(Real First, Real Second, Real Third);

/// <summary>
/// Fused element passes over contiguous values, at the memory limit. Sums are accumulated in parts and added in double, in a fixed order.
/// </summary>
/// <remarks>Loops go over references behind one check of the lengths, so that no element is checked.</remarks>
public static class VectorKernels
{
    /// <summary>Values that are taken at a time: few enough for the first-level cache, and for a sum in single precision.</summary>
    public const int Part = 4096;

    /// <summary>result = weight (a − b); returns Σ (a − b)². <paramref name="result"/> may be <paramref name="a"/>.</summary>
    public static double Difference(ReadOnlySpan<Real> a, ReadOnlySpan<Real> b, Real weight, Span<Real> result)
    {
        Check(a.Length, b.Length, result.Length);
        ref Real left = ref MemoryMarshal.GetReference(a), right = ref MemoryMarshal.GetReference(b), target = ref MemoryMarshal.GetReference(result);
        var total = 0.0;
        var i = 0;
        while (i < a.Length)
        {
            var sum = Vector<Real>.Zero;
            var end = Math.Min(a.Length, i + Part);
            for (; i <= end - Vector<Real>.Count; i += Vector<Real>.Count)
            {
                var difference = Vector.LoadUnsafe(ref left, (nuint)i) - Vector.LoadUnsafe(ref right, (nuint)i);
                sum += difference * difference;
                (difference * weight).StoreUnsafe(ref target, (nuint)i);
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
        ref Real left = ref MemoryMarshal.GetReference(a), right = ref MemoryMarshal.GetReference(b), target = ref MemoryMarshal.GetReference(result);
        var i = 0;
        for (; i <= a.Length - Vector<Real>.Count; i += Vector<Real>.Count)
        {
            (Vector.LoadUnsafe(ref left, (nuint)i) + (weight * Vector.LoadUnsafe(ref right, (nuint)i))).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < a.Length; i++)
        {
            result[i] = a[i] + (weight * b[i]);
        }
    }

    /// <summary>result = w₁a + w₂b + w₃c; returns Σ (result − a)². <paramref name="result"/> may be any of them.</summary>
    public static double Combine(
        CombinationWeights weights, ReadOnlySpan<Real> a, ReadOnlySpan<Real> b, ReadOnlySpan<Real> c, Span<Real> result)
    {
        Check(a.Length, b.Length, result.Length);
        Check(a.Length, c.Length, result.Length);
        ref Real left = ref MemoryMarshal.GetReference(a), middle = ref MemoryMarshal.GetReference(b), right = ref MemoryMarshal.GetReference(c);
        ref var target = ref MemoryMarshal.GetReference(result);
        var total = 0.0;
        var i = 0;
        while (i < a.Length)
        {
            var sum = Vector<Real>.Zero;
            var end = Math.Min(a.Length, i + Part);
            for (; i <= end - Vector<Real>.Count; i += Vector<Real>.Count)
            {
                var from = Vector.LoadUnsafe(ref left, (nuint)i);
                var to = (weights.First * from) + (weights.Second * Vector.LoadUnsafe(ref middle, (nuint)i))
                    + (weights.Third * Vector.LoadUnsafe(ref right, (nuint)i));
                sum += (to - from) * (to - from);
                to.StoreUnsafe(ref target, (nuint)i);
            }

            total += Vector.Sum(sum);
            for (; i < end; i++)
            {
                var from = a[i];
                result[i] = (weights.First * from) + (weights.Second * b[i]) + (weights.Third * c[i]);
                double difference = result[i] - from;
                total += difference * difference;
            }
        }

        return total;
    }

    /// <summary>result = weight a; <paramref name="result"/> may be <paramref name="a"/>.</summary>
    public static void Scale(ReadOnlySpan<Real> a, Real weight, Span<Real> result)
    {
        Check(a.Length, a.Length, result.Length);
        ref Real source = ref MemoryMarshal.GetReference(a), target = ref MemoryMarshal.GetReference(result);
        var i = 0;
        for (; i <= a.Length - Vector<Real>.Count; i += Vector<Real>.Count)
        {
            (weight * Vector.LoadUnsafe(ref source, (nuint)i)).StoreUnsafe(ref target, (nuint)i);
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
        ref Real left = ref MemoryMarshal.GetReference(a), right = ref MemoryMarshal.GetReference(b);
        var total = 0.0;
        var i = 0;
        while (i < a.Length)
        {
            var sum = Vector<Real>.Zero;
            var end = Math.Min(a.Length, i + Part);
            for (; i <= end - Vector<Real>.Count; i += Vector<Real>.Count)
            {
                var difference = Vector.LoadUnsafe(ref left, (nuint)i) - Vector.LoadUnsafe(ref right, (nuint)i);
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

    /// <summary>Σ a b.</summary>
    public static double Dot(ReadOnlySpan<Real> a, ReadOnlySpan<Real> b)
    {
        Check(a.Length, b.Length, a.Length);
        ref Real left = ref MemoryMarshal.GetReference(a), right = ref MemoryMarshal.GetReference(b);
        var total = 0.0;
        var i = 0;
        while (i < a.Length)
        {
            var sum = Vector<Real>.Zero;
            var end = Math.Min(a.Length, i + Part);
            for (; i <= end - Vector<Real>.Count; i += Vector<Real>.Count)
            {
                sum += Vector.LoadUnsafe(ref left, (nuint)i) * Vector.LoadUnsafe(ref right, (nuint)i);
            }

            total += Vector.Sum(sum);
            for (; i < end; i++)
            {
                total += (double)a[i] * b[i];
            }
        }

        return total;
    }

    /// <summary>values = scale · sgn(values)(|values| − threshold)₊.</summary>
    public static void Shrink(Span<Real> values, Real threshold, Real scale)
    {
        ref var target = ref MemoryMarshal.GetReference(values);
        var (ends, factor, i) = (new Vector<Real>(threshold), new Vector<Real>(scale), 0);
        for (; i <= values.Length - Vector<Real>.Count; i += Vector<Real>.Count)
        {
            var value = Vector.LoadUnsafe(ref target, (nuint)i);
            (factor * (value - Vector.MinNative(Vector.MaxNative(value, -ends), ends))).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < values.Length; i++)
        {
            values[i] = scale * (values[i] - Math.Clamp(values[i], -threshold, threshold));
        }
    }

    /// <summary>Σ |a| and Σ a², in double.</summary>
    public static (double Sum, double Squares) Magnitudes(ReadOnlySpan<Real> a)
    {
        var sum = 0.0;
        foreach (var value in a)
        {
            sum += Math.Abs((double)value);
        }

        return (sum, SquaredNorm(a));
    }

    /// <summary>Σ a².</summary>
    public static double SquaredNorm(ReadOnlySpan<Real> a) => Dot(a, a);

    /// <summary>Σ a.</summary>
    public static double Sum(ReadOnlySpan<Real> a)
    {
        ref var source = ref MemoryMarshal.GetReference(a);
        var (sum, i) = (Vector<Real>.Zero, 0);
        for (; i <= a.Length - Vector<Real>.Count; i += Vector<Real>.Count)
        {
            sum += Vector.LoadUnsafe(ref source, (nuint)i);
        }

        var total = (double)Vector.Sum(sum);
        for (; i < a.Length; i++)
        {
            total += a[i];
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
        Check(matrix.Columns, matrix.Columns, result.Length);
        if (matrix.Rows == 0)
        {
            result.Clear();
            return;
        }

        matrix.Row(0).CopyTo(result);
        var row = 1;
        for (; row <= matrix.Rows - 4; row += 4)
        {
            AddRows(matrix.Values.Slice(row * matrix.Columns, 4 * matrix.Columns), result);
        }

        for (; row < matrix.Rows; row++)
        {
            Combine(result, 1, matrix.Row(row), result);
        }
    }

    /// <summary>Adds four rows in their order, so that the sum passes through memory once for all of them.</summary>
    private static void AddRows(ReadOnlySpan<Real> rows, Span<Real> result)
    {
        var width = result.Length;
        ref Real first = ref MemoryMarshal.GetReference(rows), target = ref MemoryMarshal.GetReference(result);
        var i = 0;
        for (; i <= width - Vector<Real>.Count; i += Vector<Real>.Count)
        {
            var sum = Vector.LoadUnsafe(ref target, (nuint)i) + Vector.LoadUnsafe(ref first, (nuint)i);
            sum += Vector.LoadUnsafe(ref first, (nuint)(i + width));
            sum += Vector.LoadUnsafe(ref first, (nuint)(i + (2 * width)));
            sum += Vector.LoadUnsafe(ref first, (nuint)(i + (3 * width)));
            sum.StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < width; i++)
        {
            result[i] = result[i] + rows[i] + rows[i + width] + rows[i + (2 * width)] + rows[i + (3 * width)];
        }
    }

    /// <summary>Adds |a| to sums, elementwise; returns Σ |a| and Σ a². All of it in double.</summary>
    public static (double Sum, double Squares) AddMagnitudes(ReadOnlySpan<Real> a, Span<double> sums)
    {
        Check(a.Length, sums.Length, a.Length);
        ref var source = ref MemoryMarshal.GetReference(a);
        ref var target = ref MemoryMarshal.GetReference(sums);
        var (sum, squares) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i <= a.Length - Vector<Real>.Count; i += Vector<Real>.Count)
        {
            var magnitude = Vector.Abs(Vector.LoadUnsafe(ref source, (nuint)i));
            if (typeof(Real) == typeof(double))
            {
                Add(Vector.AsVectorDouble(magnitude), ref Unsafe.Add(ref target, i), ref sum, ref squares);
                continue;
            }

            Vector.Widen(Vector.AsVectorSingle(magnitude), out var lower, out var upper);
            Add(lower, ref Unsafe.Add(ref target, i), ref sum, ref squares);
            Add(upper, ref Unsafe.Add(ref target, i + Vector<double>.Count), ref sum, ref squares);
        }

        var (totalSum, totalSquares) = (Vector.Sum(sum), Vector.Sum(squares));
        for (; i < a.Length; i++)
        {
            var magnitude = Math.Abs((double)a[i]);
            sums[i] += magnitude;
            totalSum += magnitude;
            totalSquares += magnitude * magnitude;
        }

        return (totalSum, totalSquares);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector<double> magnitude, ref double target, ref Vector<double> sum, ref Vector<double> squares)
    {
        (Vector.LoadUnsafe(ref target) + magnitude).StoreUnsafe(ref target);
        sum += magnitude;
        squares += magnitude * magnitude;
    }

    private static void Check(int first, int second, int result)
    {
        if (first != second || first != result)
        {
            throw new ArgumentException($"Element kernels need equal lengths, not {first}, {second} and {result}.");
        }
    }
}
