namespace LiftedActors.Model.Kernels;

/// <summary>The loops around the tile kernel, and the sizes of the blocks that they walk.</summary>
/// <remarks>
/// Order: depth blocks, row blocks, panels, tiles. A panel of one depth block stays in the first-level cache while
/// the tiles of a row block pass over it; a row block of A stays in the second level.
/// </remarks>
internal static unsafe class BlockedProduct
{
    private const int DeepestBlock = 288;
    private const int RowsPerBlock = 384;
    private const int LargestTile = 12 * 2 * 16;

    /// <summary>The depth of the blocks that <paramref name="depth"/> ≥ 1 summands are cut into: equal but for the last.</summary>
    /// <remarks>It depends on nothing but the depth, since it decides the order of summation and so the bits.</remarks>
    public static int BlockDepth(int depth)
    {
        int blocks = (depth + DeepestBlock - 1) / DeepestBlock;
        return (depth + blocks - 1) / blocks;
    }

    /// <summary>The columns that a packed factor occupies: a whole number of vectors.</summary>
    public static int PaddedColumns(ProductKernel kernel, int columns) =>
        (columns + kernel.VectorWidth - 1) / kernel.VectorWidth * kernel.VectorWidth;

    /// <summary>C (+)= A·B for one depth block.</summary>
    /// <param name="kernel">The tile kernels for which B was packed.</param>
    /// <param name="block">A, the first panel of B and C at their origins.</param>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="columns">Columns of C; B holds them padded.</param>
    public static void MultiplyBlock(ProductKernel kernel, in TileOperands block, int rows, int columns)
    {
        for (int firstRow = 0; firstRow < rows; firstRow += RowsPerBlock)
        {
            TileOperands part = block;
            part.Left += firstRow * block.LeftRowStride;
            part.Target += firstRow * block.TargetStride;
            MultiplyRows(kernel, part, Math.Min(RowsPerBlock, rows - firstRow), columns);
        }
    }

    private static void MultiplyRows(ProductKernel kernel, in TileOperands block, int rows, int columns)
    {
        int padded = PaddedColumns(kernel, columns);
        Real* edge = stackalloc Real[LargestTile];
        for (int column = 0; column < padded; column += kernel.PanelWidth)
        {
            int width = Math.Min(kernel.PanelWidth, padded - column);
            bool whole = column + width <= columns;
            TileOperands tile = block;
            tile.Panel += column * block.Depth;
            if (!whole)
            {
                tile.Target = edge;
                (tile.TargetStride, tile.Accumulate) = (width, false);
            }

            for (int row = 0; row < rows;)
            {
                int height = kernel.TileHeight(rows - row);
                tile.Left = block.Left + row * block.LeftRowStride;
                Real* target = block.Target + row * block.TargetStride + column;
                if (whole)
                {
                    tile.Target = target;
                    kernel.Multiply(height, width, tile);
                }
                else
                {
                    kernel.Multiply(height, width, tile);
                    TileOperands kept = block;
                    kept.Target = target;
                    KeepColumns(edge, width, kept, height, columns - column);
                }

                row += height;
            }
        }
    }

    /// <summary>Moves the columns that exist out of a tile whose last vector is wider than the matrix.</summary>
    private static void KeepColumns(Real* edge, int width, in TileOperands block, int height, int columns)
    {
        for (int row = 0; row < height; row++)
        {
            Real* source = edge + row * width;
            Real* target = block.Target + row * block.TargetStride;
            for (int column = 0; column < columns; column++)
            {
                target[column] = block.Accumulate ? target[column] + source[column] : source[column];
            }
        }
    }
}
