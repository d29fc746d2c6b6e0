namespace LiftedActors.Model.Kernels;

/// <summary>
/// Dense products on one thread: C = A·B, C = Aᵀ·B, y = A·x, y = Aᵀ·x.
/// </summary>
/// <remarks>
/// Nothing is allocated in a steady state. The same operands give the same bits on the same processor, and row i of
/// A·B depends on row i of A alone, to the bit, however many rows A has. On the path <c>openblas</c>, which runs only where
/// it was chosen, bits are those of the installed library, and these two laws are its affair.
/// </remarks>
public static class MatrixProduct
{
    /// <summary>The kernels in use: <c>avx512</c>, <c>avx2</c> or <c>portable</c>, a fixed choice per processor, unless <see cref="Choose"/> chose.</summary>
    public static string Path => ProductKernel.Selected.Name;

    /// <summary>The workspaces that a thread keeps.</summary>
    /// <param name="rows">The most rows of B in Aᵀ·B.</param>
    /// <param name="columns">Their columns.</param>
    public static Footprint WorkspaceFootprint(int rows, int columns) => BlockedProduct.Footprint(ProductKernel.Selected, Math.Max(1, rows), columns);

    /// <summary>Chooses the kernels of this process: those of another instruction set, or <c>openblas</c>.</summary>
    /// <param name="path">The word that <see cref="Path"/> is to give.</param>
    /// <exception cref="ArgumentException">This machine lacks them.</exception>
    /// <exception cref="InvalidOperationException">Products were computed or packed by other kernels before.</exception>
    public static void Choose(string path)
    {
        ProductKernel selected = ProductKernel.Select(ProductKernel.Find(path));
        if (selected.Name != path)
        {
            throw new InvalidOperationException(
                $"The products of this process already run on '{selected.Name}': choose '{path}' before the first of them.");
        }
    }

    /// <summary>C = A·B.</summary>
    /// <param name="a">A, m × k.</param>
    /// <param name="b">B, k × n, packed as it is or transposed.</param>
    /// <param name="c">C, overwritten; resized to m rows of its n columns.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or <paramref name="c"/> is <paramref name="a"/>.</exception>
    public static void Multiply(Matrix a, PackedMatrix b, Matrix c)
    {
        ArgumentNullException.ThrowIfNull(b);
        if (FillsTarget(a, (b.Rows, b.Columns), c))
        {
            b.Kernel.Multiply(a, b, [], c);
        }
    }

    /// <summary>C = A·B + 1biasᵀ: the bias is added to every row on the way, to the bits of the product followed by the sum.</summary>
    /// <param name="a">A, m × k.</param>
    /// <param name="b">B, k × n, packed as it is or transposed.</param>
    /// <param name="bias">n values.</param>
    /// <param name="c">C, overwritten; resized to m rows of its n columns.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or <paramref name="c"/> is <paramref name="a"/>.</exception>
    public static void Multiply(Matrix a, PackedMatrix b, ReadOnlySpan<Real> bias, Matrix c)
    {
        ArgumentNullException.ThrowIfNull(b);
        if (bias.Length != b.Columns)
        {
            throw new ArgumentException($"A bias of {bias.Length} values does not fit a product of {b.Columns} columns.", nameof(bias));
        }

        if (FillsTarget(a, (b.Rows, b.Columns), c))
        {
            b.Kernel.Multiply(a, b, bias, c);
        }
        else if (!bias.IsEmpty)
        {
            VectorKernels.AddToRows(c, bias);
        }
    }

    /// <summary>C = A·B with B as it lies, to the same bits; for a B that one product reads, or that is small.</summary>
    /// <param name="a">A, m × k.</param>
    /// <param name="b">B, k × n.</param>
    /// <param name="c">C, overwritten; resized to m rows of its n columns.</param>
    /// <remarks>May allocate a workspace that the thread keeps.</remarks>
    /// <exception cref="ArgumentException">The shapes do not fit, or <paramref name="c"/> is one of the factors.</exception>
    public static void Multiply(Matrix a, Matrix b, Matrix c) => Multiply(ProductKernel.Selected, a, b, c);

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

        ProductKernel.Selected.Multiply(a, x, y);
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

        ProductKernel.Selected.MultiplyTransposed(a, x, y);
    }

    /// <summary>C = A·B by a given kernel.</summary>
    internal static void Multiply(ProductKernel kernel, Matrix a, Matrix b, Matrix c)
    {
        ArgumentNullException.ThrowIfNull(b);
        RequireDistinct(b, c);
        if (FillsTarget(a, (b.Rows, b.Columns), c))
        {
            kernel.Multiply(a, b, c);
        }
    }

    /// <summary>C = Aᵀ·B by a given kernel.</summary>
    internal static void MultiplyTransposed(ProductKernel kernel, Matrix a, Matrix b, Matrix c)
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
        if (a.Values.IsEmpty || c.Values.IsEmpty)
        {
            c.Values.Clear();
            return;
        }

        kernel.MultiplyTransposed(a, b, c);
    }

    /// <summary>Checks the shapes of C = A·B and gives C its rows; false where nothing is left to sum.</summary>
    private static bool FillsTarget(Matrix a, (int Rows, int Columns) b, Matrix c)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(c);
        if (a.Columns != b.Rows)
        {
            throw new ArgumentException($"Cannot multiply A of {a} by B of {b.Rows} × {b.Columns}: A needs as many columns as B has rows.", nameof(b));
        }

        RequireTarget(c, a.Rows, b.Columns);
        RequireDistinct(a, c);
        c.Resize(a.Rows);
        if (a.Values.IsEmpty || c.Values.IsEmpty)
        {
            c.Values.Clear();
            return false;
        }

        return true;
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
