using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LiftedActors.Model.Kernels;

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
    public static int RowsPerBlock => 768 / sizeof(Real);

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

    /// <inheritdoc/>
    public static void Prefetch(Real* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }

    /// <inheritdoc/>
    public static void PrefetchFar(Real* address)
    {
    }
}
