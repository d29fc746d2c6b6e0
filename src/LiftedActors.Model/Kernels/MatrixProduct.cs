namespace LiftedActors.Model.Kernels;

/// <summary>
/// Dense products on one thread: C = A·B, C = Aᵀ·B, y = A·x, y = Aᵀ·x.
/// </summary>
/// <remarks>
/// Nothing is allocated in a steady state. The same operands give the same bits on the same processor, and row i of
/// A·B depends on row i of A alone, to the bit, however many rows A has.
/// </remarks>
public static class MatrixProduct
{
    [ThreadStatic]
    private static PackedMatrix? _workspace;

    /// <summary>The instruction set in use: <c>avx512</c>, <c>avx2</c> or <c>portable</c>; a fixed choice per processor.</summary>
    public static string Path => ProductKernel.Selected.Name;

    /// <summary>The workspace that a thread keeps for Aᵀ·B.</summary>
    /// <param name="rows">The most rows of B.</param>
    /// <param name="columns">The most columns of B.</param>
    public static Footprint WorkspaceFootprint(int rows, int columns) =>
        PackedMatrix.Footprint(Footprint.Workspaces, BlockedProduct.BlockDepth(Math.Max(1, rows)), columns);

    /// <summary>C = A·B.</summary>
    /// <param name="a">A, m × k.</param>
    /// <param name="b">B, k × n, packed as it is or transposed.</param>
    /// <param name="c">C, overwritten; resized to m rows of its n columns.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or <paramref name="c"/> is <paramref name="a"/>.</exception>
    public static unsafe void Multiply(Matrix a, PackedMatrix b, Matrix c)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(c);
        if (a.Columns != b.Rows)
        {
            throw new ArgumentException($"Cannot multiply A of {a} by B of {b}: A needs as many columns as B has rows.", nameof(b));
        }

        RequireTarget(c, a.Rows, b.Columns);
        RequireDistinct(a, c);
        c.Resize(a.Rows);
        if (a.Columns == 0)
        {
            c.Values.Clear();
            return;
        }

        int padded = BlockedProduct.PaddedColumns(b.Kernel, b.Columns);
        fixed (Real* left = a.Values, panels = b.Panels, target = c.Values)
        {
            for (int first = 0, depth; first < a.Columns; first += depth)
            {
                depth = Math.Min(BlockedProduct.BlockDepth(a.Columns), a.Columns - first);
                TileOperands block = new()
                {
                    Depth = depth,
                    Left = left + first,
                    LeftRowStride = a.Columns,
                    LeftDepthStride = 1,
                    Panel = panels + (nint)first * padded,
                    Target = target,
                    TargetStride = c.Columns,
                    Accumulate = first > 0,
                };
                BlockedProduct.MultiplyBlock(b.Kernel, block, a.Rows, b.Columns);
            }
        }
    }

    /// <summary>C = Aᵀ·B, the sum over the rows (samples) of the outer products of A's and B's rows.</summary>
    /// <param name="a">A, s × m.</param>
    /// <param name="b">B, s × n.</param>
    /// <param name="c">C, overwritten; resized to m rows of its n columns.</param>
    /// <remarks>The first call on a thread, or one with a wider B, allocates a workspace that the thread keeps.</remarks>
    /// <exception cref="ArgumentException">The shapes do not fit, or <paramref name="c"/> is one of the factors.</exception>
    public static void MultiplyTransposed(Matrix a, Matrix b, Matrix c) => MultiplyTransposed(ProductKernel.Selected, a, b, c);

    /// <summary>y = A·x.</summary>
    /// <param name="a">A, m × n.</param>
    /// <param name="x">x, n values.</param>
    /// <param name="y">y, m values, overwritten; must not overlap x.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void Multiply(Matrix a, ReadOnlySpan<Real> x, Span<Real> y)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (x.Length != a.Columns || y.Length != a.Rows)
        {
            throw new ArgumentException($"Cannot set y of {y.Length} to A·x with A of {a} and x of {x.Length}.", nameof(x));
        }

        MatrixVectorProduct.Multiply(a, x, y);
    }

    /// <summary>y = Aᵀ·x.</summary>
    /// <param name="a">A, m × n.</param>
    /// <param name="x">x, m values.</param>
    /// <param name="y">y, n values, overwritten; must not overlap x.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void MultiplyTransposed(Matrix a, ReadOnlySpan<Real> x, Span<Real> y)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (x.Length != a.Rows || y.Length != a.Columns)
        {
            throw new ArgumentException($"Cannot set y of {y.Length} to Aᵀ·x with A of {a} and x of {x.Length}.", nameof(x));
        }

        MatrixVectorProduct.MultiplyTransposed(a, x, y);
    }

    /// <summary>C = Aᵀ·B by a given kernel.</summary>
    internal static unsafe void MultiplyTransposed(ProductKernel kernel, Matrix a, Matrix b, Matrix c)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(c);
        if (a.Rows != b.Rows)
        {
            throw new ArgumentException($"Cannot multiply Aᵀ with A of {a} by B of {b}: A needs as many rows as B.", nameof(b));
        }

        RequireTarget(c, a.Columns, b.Columns);
        RequireDistinct(a, c);
        RequireDistinct(b, c);
        c.Resize(a.Columns);
        if (a.Rows == 0)
        {
            c.Values.Clear();
            return;
        }

        int deepest = BlockedProduct.BlockDepth(a.Rows);
        PackedMatrix packed = Workspace(kernel, deepest, b.Columns);
        for (int first = 0, depth; first < a.Rows; first += depth)
        {
            depth = Math.Min(deepest, a.Rows - first);
            packed.PackRows(b, first, depth);
            fixed (Real* left = a.Values, panels = packed.Panels, target = c.Values)
            {
                TileOperands block = new()
                {
                    Depth = depth,
                    Left = left + (nint)first * a.Columns,
                    LeftRowStride = 1,
                    LeftDepthStride = a.Columns,
                    Panel = panels,
                    Target = target,
                    TargetStride = c.Columns,
                    Accumulate = first > 0,
                };
                BlockedProduct.MultiplyBlock(kernel, block, a.Columns, b.Columns);
            }
        }
    }

    private static PackedMatrix Workspace(ProductKernel kernel, int rows, int columns)
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

    private static void RequireTarget(Matrix c, int rows, int columns)
    {
        if (c.Columns != columns || c.Capacity < rows)
        {
            throw new ArgumentException(
                $"Cannot store a product of {rows} × {columns} in C of {c}, which has room for {c.Capacity} rows.", nameof(c));
        }
    }

    private static void RequireDistinct(Matrix factor, Matrix c)
    {
        if (ReferenceEquals(factor, c))
        {
            throw new ArgumentException($"A product cannot overwrite its factor of {factor}: give another matrix as C.", nameof(c));
        }
    }
}
