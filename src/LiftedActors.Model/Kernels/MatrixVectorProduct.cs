using System.Numerics;
using System.Runtime.CompilerServices;

namespace LiftedActors.Model.Kernels;

/// <summary>Products of a row-major matrix with one vector, which are as fast as the matrix can be read.</summary>
/// <remarks>Several rows are read at once, since a processor fetches several streams faster than one; every sum keeps the same order.</remarks>
internal static unsafe class MatrixVectorProduct
{
    private const int RowsAtOnce = 4;

    /// <summary>Vectors of y that stay in registers while x runs down a matrix of at most so many values.</summary>
    private const int VectorsAtOnce = 8, ValuesInCache = 8192;

    private static int Lanes => Vector<Real>.Count;

    /// <summary>y = A·x.</summary>
    public static void Multiply(Matrix a, ReadOnlySpan<Real> x, Span<Real> y)
    {
        fixed (Real* matrix = a.Values, factor = x, target = y)
        {
            int row = 0;
            for (; row + RowsAtOnce <= y.Length; row += RowsAtOnce)
            {
                DotFourRows(matrix + (nint)row * a.Columns, factor, a.Columns, target + row);
            }

            for (; row < y.Length; row++)
            {
                target[row] = Dot(matrix + (nint)row * a.Columns, factor, a.Columns);
            }
        }
    }

    /// <summary>y = Aᵀ·x, row after row of A.</summary>
    public static void MultiplyTransposed(Matrix a, ReadOnlySpan<Real> x, Span<Real> y)
    {
        y.Clear();
        fixed (Real* matrix = a.Values, factor = x, target = y)
        {
            int column = 0, block = VectorsAtOnce * Lanes;
            for (; a.Values.Length <= ValuesInCache && column + block <= y.Length; column += block)
            {
                SumColumns(matrix + column, y.Length, factor, x.Length, target + column);
            }

            AddRows(matrix + column, y.Length, x, target + column, y.Length - column);
        }
    }

    /// <summary>y += Aᵀ·x for the first columns of A, whose rows lie <paramref name="stride"/> apart.</summary>
    private static void AddRows(Real* a, nint stride, ReadOnlySpan<Real> x, Real* y, nint columns)
    {
        fixed (Real* factor = x)
        {
            int row = 0;
            for (; row + RowsAtOnce <= x.Length; row += RowsAtOnce, a += RowsAtOnce * stride)
            {
                AddFourRows(a, stride, factor + row, columns, y);
            }

            for (; row < x.Length; row++, a += stride)
            {
                AddRow(a, factor[row], columns, y);
            }
        }
    }

    // y = Aᵀ·x for as many columns as stay in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumColumns(Real* a, nint stride, Real* x, nint rows, Real* y)
    {
        Vector<Real> s0 = default, s1 = default, s2 = default, s3 = default;
        Vector<Real> s4 = default, s5 = default, s6 = default, s7 = default;
        Real* end = x + rows;
        for (; x < end; x++, a += stride)
        {
            var factor = new Vector<Real>(*x);
            s0 = Vector.MultiplyAddEstimate(factor, Vector.Load(a), s0);
            s1 = Vector.MultiplyAddEstimate(factor, Vector.Load(a + Lanes), s1);
            s2 = Vector.MultiplyAddEstimate(factor, Vector.Load(a + 2 * Lanes), s2);
            s3 = Vector.MultiplyAddEstimate(factor, Vector.Load(a + 3 * Lanes), s3);
            s4 = Vector.MultiplyAddEstimate(factor, Vector.Load(a + 4 * Lanes), s4);
            s5 = Vector.MultiplyAddEstimate(factor, Vector.Load(a + 5 * Lanes), s5);
            s6 = Vector.MultiplyAddEstimate(factor, Vector.Load(a + 6 * Lanes), s6);
            s7 = Vector.MultiplyAddEstimate(factor, Vector.Load(a + 7 * Lanes), s7);
        }

        Vector.Store(s0, y);
        Vector.Store(s1, y + Lanes);
        Vector.Store(s2, y + 2 * Lanes);
        Vector.Store(s3, y + 3 * Lanes);
        Vector.Store(s4, y + 4 * Lanes);
        Vector.Store(s5, y + 5 * Lanes);
        Vector.Store(s6, y + 6 * Lanes);
        Vector.Store(s7, y + 7 * Lanes);
    }

    // Two chains for each row, over the even and the odd vectors, as in Dot.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DotFourRows(Real* a, Real* x, nint columns, Real* y)
    {
        Real* b = a + columns, c = b + columns, d = c + columns;
        Vector<Real> a0 = default, a1 = default, b0 = default, b1 = default;
        Vector<Real> c0 = default, c1 = default, d0 = default, d1 = default;
        nint i = 0;
        for (; i + 2 * Lanes <= columns; i += 2 * Lanes)
        {
            Vector<Real> even = Vector.Load(x + i), odd = Vector.Load(x + i + Lanes);
            a0 = Vector.MultiplyAddEstimate(even, Vector.Load(a + i), a0);
            b0 = Vector.MultiplyAddEstimate(even, Vector.Load(b + i), b0);
            c0 = Vector.MultiplyAddEstimate(even, Vector.Load(c + i), c0);
            d0 = Vector.MultiplyAddEstimate(even, Vector.Load(d + i), d0);
            a1 = Vector.MultiplyAddEstimate(odd, Vector.Load(a + i + Lanes), a1);
            b1 = Vector.MultiplyAddEstimate(odd, Vector.Load(b + i + Lanes), b1);
            c1 = Vector.MultiplyAddEstimate(odd, Vector.Load(c + i + Lanes), c1);
            d1 = Vector.MultiplyAddEstimate(odd, Vector.Load(d + i + Lanes), d1);
        }

        (y[0], y[1]) = (AddRest(Vector.Sum(a0 + a1), a, x, i, columns), AddRest(Vector.Sum(b0 + b1), b, x, i, columns));
        (y[2], y[3]) = (AddRest(Vector.Sum(c0 + c1), c, x, i, columns), AddRest(Vector.Sum(d0 + d1), d, x, i, columns));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Real Dot(Real* a, Real* x, nint columns)
    {
        Vector<Real> a0 = default, a1 = default;
        nint i = 0;
        for (; i + 2 * Lanes <= columns; i += 2 * Lanes)
        {
            a0 = Vector.MultiplyAddEstimate(Vector.Load(x + i), Vector.Load(a + i), a0);
            a1 = Vector.MultiplyAddEstimate(Vector.Load(x + i + Lanes), Vector.Load(a + i + Lanes), a1);
        }

        return AddRest(Vector.Sum(a0 + a1), a, x, i, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Real AddRest(Real sum, Real* a, Real* x, nint first, nint columns)
    {
        for (nint i = first; i < columns; i++)
        {
            sum += a[i] * x[i];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFourRows(Real* a, nint stride, Real* x, nint columns, Real* y)
    {
        Real* b = a + stride, c = b + stride, d = c + stride;
        Vector<Real> x0 = new(x[0]), x1 = new(x[1]), x2 = new(x[2]), x3 = new(x[3]);
        nint i = 0;
        for (; i + Lanes <= columns; i += Lanes)
        {
            Vector<Real> sum = Vector.MultiplyAddEstimate(x0, Vector.Load(a + i), Vector.Load(y + i));
            sum = Vector.MultiplyAddEstimate(x1, Vector.Load(b + i), sum);
            sum = Vector.MultiplyAddEstimate(x2, Vector.Load(c + i), sum);
            sum = Vector.MultiplyAddEstimate(x3, Vector.Load(d + i), sum);
            Vector.Store(sum, y + i);
        }

        for (; i < columns; i++)
        {
            y[i] = y[i] + x[0] * a[i] + x[1] * b[i] + x[2] * c[i] + x[3] * d[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRow(Real* a, Real factor, nint columns, Real* y)
    {
        var factors = new Vector<Real>(factor);
        nint i = 0;
        for (; i + Lanes <= columns; i += Lanes)
        {
            Vector.Store(Vector.MultiplyAddEstimate(factors, Vector.Load(a + i), Vector.Load(y + i)), y + i);
        }

        for (; i < columns; i++)
        {
            y[i] += factor * a[i];
        }
    }
}
