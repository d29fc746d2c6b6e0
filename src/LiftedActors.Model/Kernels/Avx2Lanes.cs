using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LiftedActors.Model.Kernels;

/// <summary>Registers of 256 bits with fused multiply-add: 16 of them hold a tile of 6 rows.</summary>
internal readonly unsafe struct Avx2Lanes : ILanes<Vector256<Real>>
{
    /// <summary>Whether this processor runs the path.</summary>
    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    /// <inheritdoc/>
    public static string Name => "avx2";

    /// <inheritdoc/>
    public static int Count => Vector256<Real>.Count;

    /// <inheritdoc/>
    public static int TallestTile => 6;

    /// <inheritdoc/>
    public static int RowsPerBlock => 768 / sizeof(Real);

    /// <inheritdoc/>
    public static Vector256<Real> Load(Real* source) => Vector256.Load(source);

    /// <inheritdoc/>
    public static Vector256<Real> Broadcast(Real value) => Vector256.Create(value);

    /// <inheritdoc/>
    public static Vector256<Real> MultiplyAdd(Vector256<Real> left, Vector256<Real> right, Vector256<Real> addend) =>
        Vector256.FusedMultiplyAdd(left, right, addend);

    /// <inheritdoc/>
    public static Vector256<Real> Add(Vector256<Real> left, Vector256<Real> right) => left + right;

    /// <inheritdoc/>
    public static void Store(Vector256<Real> value, Real* target) => value.Store(target);

    /// <inheritdoc/>
    public static void Prefetch(Real* address) => Sse.Prefetch0(address);

    /// <inheritdoc/>
    public static void PrefetchFar(Real* address) => Sse.Prefetch1(address);
}
