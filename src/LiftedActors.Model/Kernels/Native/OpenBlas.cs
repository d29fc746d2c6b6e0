using System.Runtime.InteropServices;

namespace LiftedActors.Model.Kernels.Native;

/// <summary>The matrix products of an installed OpenBLAS library, on one thread.</summary>
/// <remarks>Source: the CBLAS interface of the BLAS Technical Forum Standard; OpenBLAS adds <c>openblas_set_num_threads</c>.</remarks>
public sealed unsafe class OpenBlas
{
    private const int RowMajor = 101, NotTransposed = 111, Transposed = 112;
    private const string Gemm = sizeof(Real) == sizeof(float) ? "cblas_sgemm" : "cblas_dgemm";
    private const string Gemv = sizeof(Real) == sizeof(float) ? "cblas_sgemv" : "cblas_dgemv";

    private readonly delegate* unmanaged[Cdecl]<
        int, int, int, int, int, int, Real, Real*, int, Real*, int, Real, Real*, int, void> _gemm;

    private readonly delegate* unmanaged[Cdecl]<int, int, int, int, Real, Real*, int, Real*, int, Real, Real*, int, void> _gemv;

    private OpenBlas(nint library)
    {
        _gemm = (delegate* unmanaged[Cdecl]<int, int, int, int, int, int, Real, Real*, int, Real*, int, Real, Real*, int, void>)
            NativeLibrary.GetExport(library, Gemm);
        _gemv = (delegate* unmanaged[Cdecl]<int, int, int, int, Real, Real*, int, Real*, int, Real, Real*, int, void>)
            NativeLibrary.GetExport(library, Gemv);
        var setThreads = (delegate* unmanaged[Cdecl]<int, void>)NativeLibrary.GetExport(library, "openblas_set_num_threads");
        setThreads(1);
    }

    /// <summary>The file names under which the library is looked for.</summary>
    public static IReadOnlyList<string> Names { get; } = ["libopenblas.so.0", "libopenblas.so", "openblas.dll", "libopenblas.dll", "libopenblas.dylib"];

    /// <summary>The library, or null where none of its names can be loaded.</summary>
    public static OpenBlas? Load()
    {
        foreach (string name in Names)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
            {
                return new OpenBlas(library);
            }
        }

        return null;
    }

    /// <summary>C = A·B.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void Multiply(Matrix a, Matrix b, Matrix c) => Multiply((a, false), (b, false), c);

    /// <summary>C = A·Bᵀ.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void MultiplyByTransposed(Matrix a, Matrix b, Matrix c) => Multiply((a, false), (b, true), c);

    /// <summary>C = Aᵀ·B.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void MultiplyTransposed(Matrix a, Matrix b, Matrix c) => Multiply((a, true), (b, false), c);

    /// <summary>C = A·B, of m × k by k × n, each with its own row length.</summary>
    internal void Multiply(in NativeFactor a, in NativeFactor b, Real* c, int m, int n, int k) => _gemm(
        RowMajor, a.IsTransposed ? Transposed : NotTransposed, b.IsTransposed ? Transposed : NotTransposed,
        m, n, k, 1, a.Values, a.Stride, b.Values, b.Stride, 0, c, n);

    /// <summary>y = A·x, where the stored matrix has <paramref name="rows"/> rows.</summary>
    internal void Multiply(in NativeFactor a, int rows, Real* x, Real* y) => _gemv(
        RowMajor, a.IsTransposed ? Transposed : NotTransposed, rows, a.Stride, 1, a.Values, a.Stride, x, 1, 0, y, 1);

    private void Multiply((Matrix Stored, bool IsTransposed) a, (Matrix Stored, bool IsTransposed) b, Matrix c)
    {
        var ((m, k), (depth, n)) = (Shape(a), Shape(b));
        if (depth != k || c.Rows != m || c.Columns != n)
        {
            throw new ArgumentException($"A product of {m} × {k} by {depth} × {n} does not give C of {c}.", nameof(c));
        }

        fixed (Real* left = a.Stored.Values, right = b.Stored.Values, target = c.Values)
        {
            Multiply(new NativeFactor(left, a.Stored.Columns, a.IsTransposed), new NativeFactor(right, b.Stored.Columns, b.IsTransposed), target, m, n, k);
        }
    }

    private static (int Rows, int Columns) Shape((Matrix Stored, bool IsTransposed) factor) =>
        factor.IsTransposed ? (factor.Stored.Columns, factor.Stored.Rows) : (factor.Stored.Rows, factor.Stored.Columns);
}
