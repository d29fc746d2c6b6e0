using System.Runtime.CompilerServices;

namespace LiftedActors.Model.Kernels;

/// <summary>The products of this library: blocks and panels that stay in the caches, tiles that stay in registers.</summary>
internal abstract unsafe class TiledKernel : ProductKernel
{
    /// <summary>The number of scalars in one register.</summary>
    public abstract int VectorWidth { get; }

    /// <summary>The number of columns of a panel; the last panel may be one vector wide.</summary>
    public int PanelWidth => 2 * VectorWidth;

    /// <summary>The rows of A, a depth block deep, that are multiplied with every panel before the next rows follow.</summary>
    public abstract int RowsPerBlock { get; }

    /// <summary>Multiplies rows of A with all panels of a depth block.</summary>
    /// <param name="rows">The rows of A and C, at least one.</param>
    /// <param name="columns">The columns of C.</param>
    /// <param name="block">The operands.</param>
    public abstract void MultiplyRows(int rows, int columns, in TileOperands block);

    /// <summary>Packs <paramref name="rows"/> rows of the A of <paramref name="block"/> as <see cref="TileOperands.LeftIsPacked"/> says.</summary>
    public abstract void PackLeft(int rows, in TileOperands block, Real* target);

    /// <summary>Copies a panel that exists in full from rows <paramref name="stride"/> apart.</summary>
    public abstract void CopyPanel(Real* source, nint stride, in Panel panel);

    /// <inheritdoc/>
    public override bool KeepsPacked(int rows, int columns) => !BlockedProduct.ReadsAsItLies(this, rows, columns);

    /// <inheritdoc/>
    public override int PaddedColumns(int columns) => (columns + VectorWidth - 1) / VectorWidth * VectorWidth;

    /// <inheritdoc/>
    public override void Pack(Real* source, Real* target, int rows, int columns) =>
        PanelPacking.Copy(this, source, target, rows, columns);

    /// <inheritdoc/>
    public override void PackTransposed(Real* source, Real* target, int rows, int columns) =>
        PanelPacking.Transpose(this, source, target, rows, columns);

    /// <inheritdoc/>
    public override void Multiply(Matrix a, PackedMatrix b, ReadOnlySpan<Real> bias, Matrix c) => BlockedProduct.Multiply(this, a, b, bias, c);

    /// <inheritdoc/>
    public override void Multiply(Matrix a, Matrix b, Matrix c) => BlockedProduct.Multiply(this, a, b, c);

    /// <inheritdoc/>
    public override void MultiplyTransposed(Matrix a, Matrix b, Matrix c) => BlockedProduct.MultiplyTransposed(this, a, b, c);

    /// <inheritdoc/>
    public override void Multiply(Matrix a, ReadOnlySpan<Real> x, Span<Real> y) => MatrixVectorProduct.Multiply(a, x, y);

    /// <inheritdoc/>
    public override void MultiplyTransposed(Matrix a, ReadOnlySpan<Real> x, Span<Real> y) => MatrixVectorProduct.MultiplyTransposed(a, x, y);
}

/// <summary>The tile kernels over the registers <typeparamref name="TLanes"/>.</summary>
internal sealed class TiledKernel<TLanes, TVector> : TiledKernel
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private const int Line = 64 / sizeof(Real);

    /// <inheritdoc/>
    public override string Name => TLanes.Name;

    /// <inheritdoc/>
    public override int VectorWidth => TLanes.Count;

    /// <inheritdoc/>
    public override int RowsPerBlock => TLanes.RowsPerBlock;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override unsafe void MultiplyRows(int rows, int columns, in TileOperands block)
    {
        bool isPacked = block.PanelStride == 0;
        Real* edge = stackalloc Real[columns % TLanes.Count == 0 ? 0 : TLanes.TallestTile * PanelWidth];
        TileOperands panel = block;
        for (int column = 0, width; column < columns; column += width)
        {
            width = columns - column > TLanes.Count ? 2 * TLanes.Count : TLanes.Count;
            panel.Panel = block.Panel + (isPacked ? column * block.Depth : column);
            panel.PanelStride = isPacked ? width : block.PanelStride;
            panel.Target = block.Target + column;
            panel.Bias = block.Bias == null ? null : block.Bias + column;
            int kept = Math.Min(width, columns - column);
            if (width == TLanes.Count)
            {
                MultiplyPanel<One>(rows, kept, panel, edge);
            }
            else
            {
                MultiplyPanel<Two>(rows, kept, panel, edge);
            }
        }
    }

    /// <inheritdoc/>
    public override unsafe void PackLeft(int rows, in TileOperands block, Real* target)
    {
        for (int row = 0, height; row < rows; row += height)
        {
            height = TileHeight.Next(rows - row, TLanes.TallestTile);
            Real* source = block.Left + row * block.LeftRowStride;
            if (block.LeftRowStride == 1)
            {
                LeftPacking.Copy(source, block.LeftDepthStride, height, block.Depth, target);
            }
            else
            {
                LeftPacking.Transpose(source, block.LeftRowStride, height, block.Depth, target);
            }

            target += height * block.Depth;
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

    /// <param name="rows">The rows of A and C.</param>
    /// <param name="kept">The columns of C, at most the width of the panel.</param>
    /// <param name="panel">The operands.</param>
    /// <param name="edge">Room for a tile, where fewer columns are kept than the panel has.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void MultiplyPanel<TWidth>(int rows, int kept, in TileOperands panel, Real* edge)
        where TWidth : struct, ITileExtent
    {
        int width = TWidth.Count * TLanes.Count;
        TileOperands tile = panel;
        Real* next = panel.Panel + panel.Depth * panel.PanelStride;
        nint share = (panel.Depth * width + rows - 1) / rows;
        for (int row = 0, height; row < rows; row += height)
        {
            height = TileHeight.Next(rows - row, TLanes.TallestTile);
            for (Real* end = next + height * share; next < end; next += Line)
            {
                TLanes.PrefetchFar(next);
            }

            tile.Left = panel.Left + row * panel.LeftTileStride;
            tile.LeftDepthStride = panel.LeftIsPacked ? height : panel.LeftDepthStride;
            tile.Target = panel.Target + row * panel.TargetStride;
            if (kept == width)
            {
                Multiply<TWidth>(height, tile);
            }
            else
            {
                TileOperands whole = tile;
                whole.Target = edge;
                (whole.TargetStride, whole.Accumulate) = (width, false);
                whole.Bias = null;
                Multiply<TWidth>(height, whole);
                TileEdge.Keep(edge, width, tile, height, kept);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply<TWidth>(int height, in TileOperands tile)
        where TWidth : struct, ITileExtent
    {
        switch (height)
        {
            case 12: TileKernel<TLanes, TVector>.Multiply<Twelve, TWidth>(tile); break;
            case 8: TileKernel<TLanes, TVector>.Multiply<Eight, TWidth>(tile); break;
            case 6: TileKernel<TLanes, TVector>.Multiply<Six, TWidth>(tile); break;
            case 5: TileKernel<TLanes, TVector>.Multiply<Five, TWidth>(tile); break;
            case 4: TileKernel<TLanes, TVector>.Multiply<Four, TWidth>(tile); break;
            case 3: TileKernel<TLanes, TVector>.Multiply<Three, TWidth>(tile); break;
            case 2: TileKernel<TLanes, TVector>.Multiply<Two, TWidth>(tile); break;
            default: TileKernel<TLanes, TVector>.Multiply<One, TWidth>(tile); break;
        }
    }
}
