using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LiftedActors.Model.Kernels;

/// <summary>Registers of 512 bits: 32 of them hold a tile of 12 rows.</summary>
internal readonly unsafe struct Avx512Lanes : ILanes<Vector512<Real>>
{
    /// <summary>Whether this processor runs the path.</summary>
    // Not Vector512.IsHardwareAccelerated, which is false on processors that lower their clock for wide code and yet gain by it.
    public static bool IsSupported => Avx512F.IsSupported;

    /// <inheritdoc/>
    public static string Name => "avx512";

    /// <inheritdoc/>
    public static int Count => Vector512<Real>.Count;

    /// <inheritdoc/>
    public static int TallestTile => 12;

    /// <inheritdoc/>
    public static int RowsPerBlock => 384;

    /// <inheritdoc/>
    public static Vector512<Real> Load(Real* source) => Vector512.Load(source);

    /// <inheritdoc/>
    public static Vector512<Real> Broadcast(Real value) => Vector512.Create(value);

    /// <inheritdoc/>
    public static Vector512<Real> MultiplyAdd(Vector512<Real> left, Vector512<Real> right, Vector512<Real> addend) =>
        Vector512.FusedMultiplyAdd(left, right, addend);

    /// <inheritdoc/>
    public static Vector512<Real> Add(Vector512<Real> left, Vector512<Real> right) => left + right;

    /// <inheritdoc/>
    public static void Store(Vector512<Real> value, Real* target) => value.Store(target);

    /// <inheritdoc/>
    public static void Prefetch(Real* address) => Sse.Prefetch0(address);

    /// <inheritdoc/>
    public static void PrefetchFar(Real* address) => Sse.Prefetch1(address);
}
