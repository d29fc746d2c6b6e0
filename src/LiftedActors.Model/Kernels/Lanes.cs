using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LiftedActors.Model.Kernels;

/// <summary>The five operations that the tile kernel needs of a vector register, so that one source serves every instruction set.</summary>
internal unsafe interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>The word that names this instruction set in reports and checkpoints.</summary>
    static abstract string Name { get; }

    /// <summary>The number of scalars in one register.</summary>
    static abstract int Count { get; }

    /// <summary>The rows of the tallest tile whose accumulators, two registers a row, stay in registers.</summary>
    static abstract int TallestTile { get; }

    /// <summary>Reads one register.</summary>
    static abstract TVector Load(Real* source);

    /// <summary>Fills one register with one scalar.</summary>
    static abstract TVector Broadcast(Real value);

    /// <summary>left · right + addend.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>left + right.</summary>
    static abstract TVector Add(TVector left, TVector right);

    /// <summary>Writes one register.</summary>
    static abstract void Store(TVector value, Real* target);
}

/// <summary>Registers of 512 bits: 32 of them hold a tile of 12 rows.</summary>
internal readonly unsafe struct Avx512Lanes : ILanes<Vector512<Real>>
{
    /// <summary>Whether this processor runs the path.</summary>
    public static bool IsSupported => Avx512F.IsSupported;

    /// <inheritdoc/>
    public static string Name => "avx512";

    /// <inheritdoc/>
    public static int Count => Vector512<Real>.Count;

    /// <inheritdoc/>
    public static int TallestTile => 12;

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
}

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
}

/// <summary>Registers of 128 bits, which every processor that .NET runs on has; fused where the hardware fuses.</summary>
internal readonly unsafe struct PortableLanes : ILanes<Vector128<Real>>
{
    /// <inheritdoc/>
    public static string Name => "portable";

    /// <inheritdoc/>
    public static int Count => Vector128<Real>.Count;

    /// <inheritdoc/>
    public static int TallestTile => 6;

    /// <inheritdoc/>
    public static Vector128<Real> Load(Real* source) => Vector128.Load(source);

    /// <inheritdoc/>
    public static Vector128<Real> Broadcast(Real value) => Vector128.Create(value);

    /// <inheritdoc/>
    public static Vector128<Real> MultiplyAdd(Vector128<Real> left, Vector128<Real> right, Vector128<Real> addend) =>
        Vector128.MultiplyAddEstimate(left, right, addend);

    /// <inheritdoc/>
    public static Vector128<Real> Add(Vector128<Real> left, Vector128<Real> right) => left + right;

    /// <inheritdoc/>
    public static void Store(Vector128<Real> value, Real* target) => value.Store(target);
}
