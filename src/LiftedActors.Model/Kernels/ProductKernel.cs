using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LiftedActors.Model.Kernels;

/// <summary>The tile kernels of one instruction set, and the panel widths that they want.</summary>
internal abstract class ProductKernel
{
    /// <summary>Every kernel that this processor runs, the fastest first.</summary>
    public static IReadOnlyList<ProductKernel> Available { get; } = FindAvailable();

    /// <summary>The kernel in use: a fixed choice per processor, so that bits do not change from run to run.</summary>
    public static ProductKernel Selected { get; } = Available[0];

    /// <summary>The instruction set in one word.</summary>
    public abstract string Name { get; }

    /// <summary>The number of scalars in one register.</summary>
    public abstract int VectorWidth { get; }

    /// <summary>The number of columns of a panel; the last panel may be one vector wide.</summary>
    public int PanelWidth => 2 * VectorWidth;

    /// <summary>The rows of the tallest tile.</summary>
    public abstract int TallestTile { get; }

    /// <summary>The height of the next tile when <paramref name="rows"/> ≥ 1 are left.</summary>
    public int TileHeight(int rows) => rows >= TallestTile ? TallestTile : rows >= 8 ? 8 : rows >= 4 ? 4 : rows >= 2 ? 2 : 1;

    /// <summary>Multiplies one tile.</summary>
    /// <param name="height">A height that <see cref="TileHeight"/> gave.</param>
    /// <param name="width">The columns of the panel: one or two vectors.</param>
    /// <param name="tile">The operands.</param>
    public abstract void Multiply(int height, int width, in TileOperands tile);

    /// <summary>Copies a panel that exists in full from rows <paramref name="stride"/> apart.</summary>
    public abstract unsafe void CopyPanel(Real* source, nint stride, in Panel panel);

    private static ProductKernel[] FindAvailable()
    {
        var kernels = new List<ProductKernel>(3);
        if (Avx512Lanes.IsSupported)
        {
            kernels.Add(new ProductKernel<Avx512Lanes, Vector512<Real>>());
        }

        if (Avx2Lanes.IsSupported)
        {
            kernels.Add(new ProductKernel<Avx2Lanes, Vector256<Real>>());
        }

        kernels.Add(new ProductKernel<PortableLanes, Vector128<Real>>());
        return [.. kernels];
    }
}

/// <summary>The tile kernels over the registers <typeparamref name="TLanes"/>.</summary>
internal sealed class ProductKernel<TLanes, TVector> : ProductKernel
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <inheritdoc/>
    public override string Name => TLanes.Name;

    /// <inheritdoc/>
    public override int VectorWidth => TLanes.Count;

    /// <inheritdoc/>
    public override int TallestTile => TLanes.TallestTile;

    /// <inheritdoc/>
    public override void Multiply(int height, int width, in TileOperands tile)
    {
        if (width == TLanes.Count)
        {
            Multiply<One>(height, tile);
        }
        else
        {
            Multiply<Two>(height, tile);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override unsafe void CopyPanel(Real* source, nint stride, in Panel panel)
    {
        Real* target = panel.Target;
        nint width = panel.Width;
        for (int row = panel.Depth; row > 0; row--, source += stride, target += width)
        {
            for (nint lane = 0; lane < width; lane += TLanes.Count)
            {
                TLanes.Store(TLanes.Load(source + lane), target + lane);
            }
        }
    }

    private static void Multiply<TWidth>(int height, in TileOperands tile)
        where TWidth : struct, ITileExtent
    {
        switch (height)
        {
            case 12: TileKernel<TLanes, TVector>.Multiply<Twelve, TWidth>(tile); break;
            case 8: TileKernel<TLanes, TVector>.Multiply<Eight, TWidth>(tile); break;
            case 6: TileKernel<TLanes, TVector>.Multiply<Six, TWidth>(tile); break;
            case 4: TileKernel<TLanes, TVector>.Multiply<Four, TWidth>(tile); break;
            case 2: TileKernel<TLanes, TVector>.Multiply<Two, TWidth>(tile); break;
            default: TileKernel<TLanes, TVector>.Multiply<One, TWidth>(tile); break;
        }
    }
}
