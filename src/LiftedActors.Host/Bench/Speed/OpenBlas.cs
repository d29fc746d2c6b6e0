using System.Runtime.InteropServices;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>A product of the installed OpenBLAS on one thread, to compare with; row-major, C = op(A)·op(B).</summary>
/// <remarks>Source: the reference interface of CBLAS.</remarks>
internal sealed unsafe class OpenBlas
{
    private const int RowMajor = 101;
    private const int AsItLies = 111;
    private const int Transposed = 112;

    private static readonly string[] Names = ["libopenblas.so.0", "libopenblas.so", "libopenblas.dylib", "libopenblas.dll", "openblas"];

    private readonly delegate* unmanaged<int, int, int, int, int, int, Real, Real*, int, Real*, int, Real, Real*, int, void> _product;

    private OpenBlas(nint library)
    {
        _product = (delegate* unmanaged<int, int, int, int, int, int, Real, Real*, int, Real*, int, Real, Real*, int, void>)NativeLibrary.GetExport(
            library, sizeof(Real) == sizeof(float) ? "cblas_sgemm" : "cblas_dgemm");
        if (NativeLibrary.TryGetExport(library, "openblas_set_num_threads", out var setThreads))
        {
            ((delegate* unmanaged<int, void>)setThreads)(1);
        }
    }

    /// <summary>The installed library; null without one.</summary>
    public static OpenBlas? Find()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, out var library) && NativeLibrary.TryGetExport(library, "cblas_sgemm", out _))
            {
                return new OpenBlas(library);
            }
        }

        return null;
    }

    /// <summary>C = A·Bᵀ.</summary>
    public void MultiplyByTransposed(Matrix a, Matrix b, Matrix c) => Multiply((a, AsItLies), (b, Transposed), c, a.Columns);

    /// <summary>C = A·B.</summary>
    public void Multiply(Matrix a, Matrix b, Matrix c) => Multiply((a, AsItLies), (b, AsItLies), c, a.Columns);

    /// <summary>C = Aᵀ·B.</summary>
    public void MultiplyTransposed(Matrix a, Matrix b, Matrix c) => Multiply((a, Transposed), (b, AsItLies), c, a.Rows);

    private void Multiply((Matrix Values, int Form) a, (Matrix Values, int Form) b, Matrix c, int depth)
    {
        fixed (Real* left = a.Values.Values, right = b.Values.Values, target = c.Values)
        {
            _product(RowMajor, a.Form, b.Form, c.Rows, c.Columns, depth, 1, left, a.Values.Columns, right, b.Values.Columns, 0, target, c.Columns);
        }
    }
}
