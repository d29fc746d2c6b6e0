namespace LiftedActors.Model.Kernels;

/// <summary>The loops around the tile kernel, and the sizes of the blocks that they walk.</summary>
/// <remarks>
/// Order: depth blocks, row blocks, panels, tiles. A panel of one depth block stays in the first-level cache while
/// the tiles of a row block pass over it; a row block of A stays in the second level. The scheme is that of Goto and van de Geijn,
/// Anatomy of high-performance matrix multiplication, ACM TOMS 34(3), 2008, with A packed only where that pays.
/// </remarks>
internal static unsafe class BlockedProduct
{
    private const int DeepestBlock = 288;

    /// <summary>From so many columns on, each row of A is used often enough to pay for moving it next to its neighbours.</summary>
    private const int ColumnsThatPayForRows = 1024;

    /// <summary>The same for Aᵀ, whose rows lie side by side already, but a cache line is wider than a tile is high.</summary>
    private const int ColumnsThatPayForTransposedRows = 128;

    /// <summary>Up to so many rows of C, or values of B, the panels of B are read where they lie.</summary>
    private const int RowsThatNeedNoPanels = 16, ValuesThatNeedNoPanels = 4096;

    [ThreadStatic]
    private static PackedMatrix? _workspace;

    /// <summary>The depth of the blocks that <paramref name="depth"/> ≥ 1 summands are cut into: equal but for the last.</summary>
    /// <remarks>It depends on nothing but the depth, since it decides the order of summation and so the bits.</remarks>
    public static int BlockDepth(int depth)
    {
        int blocks = (depth + DeepestBlock - 1) / DeepestBlock;
        return (depth + blocks - 1) / blocks;
    }

    /// <summary>Whether B is read where it lies: it fits into the first-level cache, and no vector reaches beyond its last column.</summary>
    public static bool ReadsAsItLies(TiledKernel kernel, int rows, int columns) =>
        columns % kernel.VectorWidth == 0 && (long)rows * columns <= ValuesThatNeedNoPanels;

    /// <summary>Whether a product is one call of <see cref="TiledKernel.MultiplyRows"/>: B is as small as that, and A stays as it is.</summary>
    public static bool IsOneBlock(TiledKernel kernel, in TileOperands block, int rows, int columns) =>
        ReadsAsItLies(kernel, (int)block.Depth, columns) && block.Depth is > 0 and <= DeepestBlock && rows > 0 && rows <= kernel.RowsPerBlock && !PacksLeft(block, columns);

    /// <summary>The workspaces of a thread: the panels of B in Aᵀ·B, and a block of A where that is moved.</summary>
    public static Footprint Footprint(ProductKernel kernel, int rows, int columns) => PackedMatrix.Footprint(Kernels.Footprint.Workspaces, BlockDepth(rows), columns)
        + (kernel is TiledKernel tiled ? Kernels.Footprint.OfArray<Real>(Kernels.Footprint.Workspaces, tiled.RowsPerBlock * DeepestBlock) : Kernels.Footprint.Nothing);

    /// <summary>C = A·B + 1biasᵀ; without a bias, C = A·B.</summary>
    public static void Multiply(TiledKernel kernel, Matrix a, PackedMatrix b, ReadOnlySpan<Real> bias, Matrix c)
    {
        fixed (Real* panels = b.Panels, offset = bias)
        {
            Multiply(kernel, a, panels, 0, offset, c);
        }
    }

    /// <summary>C = A·B with B as it lies; where it cannot be read so, it is packed into the workspace of the thread.</summary>
    public static void Multiply(TiledKernel kernel, Matrix a, Matrix b, Matrix c)
    {
        if (ReadsAsItLies(kernel, b.Rows, b.Columns))
        {
            fixed (Real* right = b.Values)
            {
                Multiply(kernel, a, right, b.Columns, null, c);
            }

            return;
        }

        PackedMatrix packed = Workspace(kernel, b.Rows, b.Columns);
        packed.Pack(b);
        Multiply(kernel, a, packed, [], c);
    }

    /// <summary>C = Aᵀ·B.</summary>
    public static void MultiplyTransposed(TiledKernel kernel, Matrix a, Matrix b, Matrix c)
    {
        int deepest = BlockDepth(a.Rows);
        PackedMatrix? packed = NeedsPanels(kernel, a, b) ? Workspace(kernel, deepest, b.Columns) : null;
        fixed (Real* left = a.Values, right = b.Values, panels = packed is null ? [] : packed.Buffer, target = c.Values)
        {
            for (int first = 0, depth; first < a.Rows; first += depth)
            {
                depth = Math.Min(deepest, a.Rows - first);
                packed?.PackRows(b, first, depth);
                TileOperands block = TileOperands.OfTransposed(a, packed is null ? b.Columns : 0, c);
                block.Depth = depth;
                block.Left = left + (nint)first * a.Columns;
                block.Panel = packed is null ? right + (nint)first * b.Columns : panels;
                block.Target = target;
                block.Accumulate = first > 0;
                MultiplyBlock(kernel, block, a.Columns, b.Columns);
            }
        }
    }

    private static bool NeedsPanels(TiledKernel kernel, Matrix a, Matrix b) =>
        !ReadsAsItLies(kernel, b.Rows, b.Columns) && (b.Columns % kernel.VectorWidth != 0 || a.Columns > RowsThatNeedNoPanels);

    /// <summary>C = A·B with B in panels where <paramref name="stride"/> is 0, otherwise as it lies, its rows that far apart.</summary>
    private static void Multiply(TiledKernel kernel, Matrix a, Real* right, nint stride, Real* bias, Matrix c)
    {
        int deepest = BlockDepth(a.Columns);
        nint line = stride == 0 ? kernel.PaddedColumns(c.Columns) : stride;
        fixed (Real* left = a.Values, target = c.Values)
        {
            for (int first = 0, depth; first < a.Columns; first += depth)
            {
                depth = Math.Min(deepest, a.Columns - first);
                TileOperands block = TileOperands.Of(a, stride, c);
                block.Depth = depth;
                block.Left = left + first;
                block.Panel = right + first * line;
                block.Target = target;
                block.Accumulate = first > 0;
                block.Bias = first + depth == a.Columns ? bias : null;
                MultiplyBlock(kernel, block, a.Rows, c.Columns);
            }
        }
    }

    private static void MultiplyBlock(TiledKernel kernel, in TileOperands block, int rows, int columns)
    {
        int rowsPerBlock = kernel.RowsPerBlock;
        bool packsLeft = PacksLeft(block, columns);
        Real* packed = packsLeft ? LeftPacking.Workspace(rowsPerBlock * DeepestBlock) : null;
        for (int firstRow = 0; firstRow < rows; firstRow += rowsPerBlock)
        {
            int count = Math.Min(rowsPerBlock, rows - firstRow);
            TileOperands part = block;
            part.Left += firstRow * block.LeftRowStride;
            part.Target += firstRow * block.TargetStride;
            if (packsLeft)
            {
                kernel.PackLeft(count, part, packed);
                part.Left = packed;
                (part.LeftRowStride, part.LeftTileStride, part.LeftIsPacked) = (1, part.Depth, true);
            }

            kernel.MultiplyRows(count, columns, part);
        }
    }

    private static bool PacksLeft(in TileOperands block, int columns) =>
        columns >= (block.LeftRowStride == 1 ? ColumnsThatPayForTransposedRows : ColumnsThatPayForRows);

    private static PackedMatrix Workspace(TiledKernel kernel, int rows, int columns)
    {
        PackedMatrix? workspace = _workspace;
        if (workspace is null || workspace.Kernel != kernel)
        {
            return _workspace = new PackedMatrix(kernel, rows, columns);
        }

        if (!workspace.Holds(rows, columns))
        {
            // Grown in both directions, so that shapes that alternate do not allocate for ever.
            workspace = new PackedMatrix(kernel, Math.Max(rows, workspace.RowCapacity), Math.Max(columns, workspace.ColumnCapacity));
            _workspace = workspace;
        }

        return workspace;
    }
}
