using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LiftedActors.Model.Kernels;

/// <summary>Transposes a square of one 256-bit register's width, in registers: 8 × 8 floats or 4 × 4 doubles.</summary>
internal static unsafe class SquareTranspose
{
    /// <summary>Whether this processor runs it.</summary>
    public static bool IsSupported => Avx.IsSupported;

    /// <summary>The rows and columns of the square.</summary>
    public static int Side => Vector256<Real>.Count;

    /// <summary>target = sourceᵀ, each with its own distance from row to row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(Real* source, nint stride, Real* target, nint targetStride)
    {
        if (typeof(Real) == typeof(float))
        {
            WriteEight(source, stride, target, targetStride);
        }
        else
        {
            WriteFour(source, stride, target, targetStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteFour(Real* source, nint stride, Real* target, nint targetStride)
    {
        Vector256<Real> r0 = Vector256.Load(source), r1 = Vector256.Load(source + stride);
        Vector256<Real> r2 = Vector256.Load(source + 2 * stride), r3 = Vector256.Load(source + 3 * stride);
        WriteHalves(Avx.UnpackLow(r0, r1), Avx.UnpackLow(r2, r3), target, targetStride);
        WriteHalves(Avx.UnpackHigh(r0, r1), Avx.UnpackHigh(r2, r3), target + targetStride, targetStride);
    }

    // Neighbouring rows are interleaved first; then pairs of floats are transposed as if they were doubles.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteEight(Real* source, nint stride, Real* target, nint targetStride)
    {
        Real* lower = source + 4 * stride;
        Vector256<Real> r0 = Vector256.Load(source), r1 = Vector256.Load(source + stride);
        Vector256<Real> r2 = Vector256.Load(source + 2 * stride), r3 = Vector256.Load(source + 3 * stride);
        Vector256<Real> r4 = Vector256.Load(lower), r5 = Vector256.Load(lower + stride);
        Vector256<Real> r6 = Vector256.Load(lower + 2 * stride), r7 = Vector256.Load(lower + 3 * stride);
        Vector256<double> low01 = Avx.UnpackLow(r0, r1).AsDouble(), high01 = Avx.UnpackHigh(r0, r1).AsDouble();
        Vector256<double> low23 = Avx.UnpackLow(r2, r3).AsDouble(), high23 = Avx.UnpackHigh(r2, r3).AsDouble();
        Vector256<double> low45 = Avx.UnpackLow(r4, r5).AsDouble(), high45 = Avx.UnpackHigh(r4, r5).AsDouble();
        Vector256<double> low67 = Avx.UnpackLow(r6, r7).AsDouble(), high67 = Avx.UnpackHigh(r6, r7).AsDouble();
        WriteHalves(Avx.UnpackLow(low01, low23).As<double, Real>(), Avx.UnpackLow(low45, low67).As<double, Real>(), target, targetStride);
        WriteHalves(Avx.UnpackHigh(low01, low23).As<double, Real>(), Avx.UnpackHigh(low45, low67).As<double, Real>(), target + targetStride, targetStride);
        WriteHalves(Avx.UnpackLow(high01, high23).As<double, Real>(), Avx.UnpackLow(high45, high67).As<double, Real>(), target + 2 * targetStride, targetStride);
        WriteHalves(Avx.UnpackHigh(high01, high23).As<double, Real>(), Avx.UnpackHigh(high45, high67).As<double, Real>(), target + 3 * targetStride, targetStride);
    }

    /// <summary>The rows of the target whose left and right halves are the lower and upper halves of two registers: this one and the one half a square below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteHalves(Vector256<Real> left, Vector256<Real> right, Real* target, nint targetStride)
    {
        Avx.Permute2x128(left, right, 0x20).Store(target);
        Avx.Permute2x128(left, right, 0x31).Store(target + Vector128<Real>.Count * targetStride);
    }
}
