using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime.Cuda;

namespace LiftedActors.Gpu.Products;

/// <summary>cuBLAS where it is installed.</summary>
/// <remarks>
/// ILGPU asks for the libraries of CUDA 10, 11 and 12 by name. A resolver maps each of these names to whatever version is installed, 13
/// included, whose functions that are used here are the same. cuBLAS repeats its bits from run to run on one card, by one handle for every stream.
/// </remarks>
internal static class CudaBlas
{
    private static readonly string[] Libraries =
        ["libcublas.so.13", "libcublas.so.12", "libcublas.so.11", "libcublas.so.10", "libcublas.so", "cublas64_13.dll", "cublas64_12.dll", "cublas64_11.dll"];

    private static readonly Lock Gate = new();
    private static bool _isResolved;

    /// <summary>The products by cuBLAS in a stream of a CUDA accelerator; null where no cuBLAS is found or it refuses to work.</summary>
    public static LayerProducts? TryOpen(CudaStream stream)
    {
        Resolve();
        try
        {
            var blas = new CuBlas((CudaAccelerator)stream.Accelerator) { Stream = stream };
            return new BlasProducts(stream, ($"cublas {blas.Version}", (a, b, c, rows, inner) => blas.Gemm(
                Operation(a), Operation(b), rows, c.IntLength / rows, inner, 1, a.Values, a.Leading, b.Values, b.Leading, 0, c, rows), blas));
        }
        catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or CuBlasException)
        {
            return null;
        }
    }

    private static CuBlasOperation Operation(BlasOperand operand) => operand.IsTransposed ? CuBlasOperation.Transpose : CuBlasOperation.NonTranspose;

    private static void Resolve()
    {
        lock (Gate)
        {
            if (!_isResolved)
            {
                NativeLibrary.SetDllImportResolver(typeof(CuBlas).Assembly, Load);
                _isResolved = true;
            }
        }
    }

    private static nint Load(string name, Assembly assembly, DllImportSearchPath? path)
    {
        nint library = 0;
        var isFound = NativeLibrary.TryLoad(name, assembly, path, out library)
            || (name.Contains("cublas", StringComparison.OrdinalIgnoreCase) && Libraries.Any(candidate => NativeLibrary.TryLoad(candidate, assembly, path, out library)));
        return isFound ? library : 0;
    }
}
