using System.Runtime.InteropServices;

namespace LiftedActors.Model.Kernels.Native;

/// <summary>The general matrix product of an installed OpenBLAS library, on one thread.</summary>
/// <remarks>Source: the CBLAS interface of the BLAS Technical Forum Standard; OpenBLAS adds <c>openblas_set_num_threads</c>.</remarks>
internal sealed unsafe class OpenBlas
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

    /// <summary>C = A·B, of m × k by k × n, each with its own row length.</summary>
    public void Multiply(in NativeFactor a, in NativeFactor b, Real* c, int m, int n, int k) => _gemm(
        RowMajor, a.IsTransposed ? Transposed : NotTransposed, b.IsTransposed ? Transposed : NotTransposed,
        m, n, k, 1, a.Values, a.Stride, b.Values, b.Stride, 0, c, n);

    /// <summary>y = A·x, where the stored matrix has <paramref name="rows"/> rows.</summary>
    public void Multiply(in NativeFactor a, int rows, Real* x, Real* y) => _gemv(
        RowMajor, a.IsTransposed ? Transposed : NotTransposed, rows, a.Stride, 1, a.Values, a.Stride, x, 1, 0, y, 1);
}
