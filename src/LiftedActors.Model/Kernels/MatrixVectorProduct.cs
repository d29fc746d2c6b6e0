using System.Numerics;
using System.Runtime.CompilerServices;

namespace LiftedActors.Model.Kernels;

/// <summary>Products of a row-major matrix with one vector, which are as fast as the matrix can be read.</summary>
internal static class MatrixVectorProduct
{
    private const int Chains = 4;

    /// <summary>y = A·x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(Matrix a, ReadOnlySpan<Real> x, Span<Real> y)
    {
        for (int row = 0; row < y.Length; row++)
        {
            y[row] = Dot(a.Row(row), x);
        }
    }

    /// <summary>y = Aᵀ·x, row after row of A.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyTransposed(Matrix a, ReadOnlySpan<Real> x, Span<Real> y)
    {
        y.Clear();
        int row = 0;
        for (; row + Chains <= x.Length; row += Chains)
        {
            AddFourRows(a, row, x.Slice(row, Chains), y);
        }

        for (; row < x.Length; row++)
        {
            AddRow(a.Row(row), x[row], y);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Real Dot(ReadOnlySpan<Real> left, ReadOnlySpan<Real> right)
    {
        int lanes = Vector<Real>.Count, i = 0;
        Vector<Real> s0 = default, s1 = default, s2 = default, s3 = default;
        for (; i + Chains * lanes <= left.Length; i += Chains * lanes)
        {
            ReadOnlySpan<Real> l = left.Slice(i, Chains * lanes), r = right.Slice(i, Chains * lanes);
            s0 = Vector.MultiplyAddEstimate(new Vector<Real>(l), new Vector<Real>(r), s0);
            s1 = Vector.MultiplyAddEstimate(new Vector<Real>(l[lanes..]), new Vector<Real>(r[lanes..]), s1);
            s2 = Vector.MultiplyAddEstimate(new Vector<Real>(l[(2 * lanes)..]), new Vector<Real>(r[(2 * lanes)..]), s2);
            s3 = Vector.MultiplyAddEstimate(new Vector<Real>(l[(3 * lanes)..]), new Vector<Real>(r[(3 * lanes)..]), s3);
        }

        for (; i + lanes <= left.Length; i += lanes)
        {
            s0 = Vector.MultiplyAddEstimate(new Vector<Real>(left[i..]), new Vector<Real>(right[i..]), s0);
        }

        Real sum = Vector.Sum(s0 + s1 + (s2 + s3));
        for (; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFourRows(Matrix a, int row, ReadOnlySpan<Real> x, Span<Real> y)
    {
        ReadOnlySpan<Real> r0 = a.Row(row), r1 = a.Row(row + 1), r2 = a.Row(row + 2), r3 = a.Row(row + 3);
        Vector<Real> x0 = new(x[0]), x1 = new(x[1]), x2 = new(x[2]), x3 = new(x[3]);
        int lanes = Vector<Real>.Count, i = 0;
        for (; i + lanes <= y.Length; i += lanes)
        {
            Span<Real> target = y.Slice(i, lanes);
            var sum = Vector.MultiplyAddEstimate(x0, new Vector<Real>(r0[i..]), new Vector<Real>(target));
            sum = Vector.MultiplyAddEstimate(x1, new Vector<Real>(r1[i..]), sum);
            sum = Vector.MultiplyAddEstimate(x2, new Vector<Real>(r2[i..]), sum);
            sum = Vector.MultiplyAddEstimate(x3, new Vector<Real>(r3[i..]), sum);
            sum.CopyTo(target);
        }

        for (; i < y.Length; i++)
        {
            y[i] = y[i] + x[0] * r0[i] + x[1] * r1[i] + x[2] * r2[i] + x[3] * r3[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRow(ReadOnlySpan<Real> row, Real factor, Span<Real> y)
    {
        var factors = new Vector<Real>(factor);
        int lanes = Vector<Real>.Count, i = 0;
        for (; i + lanes <= y.Length; i += lanes)
        {
            Span<Real> target = y.Slice(i, lanes);
            Vector.MultiplyAddEstimate(factors, new Vector<Real>(row[i..]), new Vector<Real>(target)).CopyTo(target);
        }

        for (; i < y.Length; i++)
        {
            y[i] += factor * row[i];
        }
    }
}
