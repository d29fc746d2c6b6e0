using System.Runtime.CompilerServices;

namespace LiftedActors.Model.Kernels;

/// <summary>
/// The right-hand factor B (k × n) of a product, laid out in the panels that the kernels read, in a buffer used again for
/// every packing.
/// </summary>
/// <remarks>
/// Layout: depth blocks; in each, panels of two vectors (the last may be one), zero beyond column n; in each, depth × width,
/// on a cache line. Packing costs k·n moves, once for any number of products.
/// </remarks>
public sealed class PackedMatrix
{
    private const int LineBytes = 64;

    private readonly Real[] _buffer;
    private readonly int _start;

    /// <summary>Creates room for up to <paramref name="rows"/> × <paramref name="columns"/>, at first the zero matrix.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or the product exceeds the largest array.</exception>
    public PackedMatrix(int rows, int columns)
        : this(ProductKernel.Selected, rows, columns)
    {
    }

    internal unsafe PackedMatrix(ProductKernel kernel, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        const int lineScalars = LineBytes / sizeof(Real);
        long length = (long)rows * (columns + (long)lineScalars) + lineScalars;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength, nameof(rows));
        (Kernel, RowCapacity, ColumnCapacity, Rows, Columns) = (kernel, rows, columns, rows, columns);

        // Pinned, so that the first panel stays on a cache line.
        _buffer = GC.AllocateArray<Real>(rows * kernel.PaddedColumns(columns) + lineScalars, pinned: true);
        nuint misalignment = (nuint)Unsafe.AsPointer(ref _buffer[0]) % LineBytes;
        _start = misalignment == 0 ? 0 : (int)((LineBytes - misalignment) / sizeof(Real));
    }

    /// <summary>The memory of a packed matrix, for the kernels in use.</summary>
    public static Footprint Footprint(string part, int rows, int columns) => Kernels.Footprint.OfArray<Real>(
        part, ((long)rows * ProductKernel.Selected.PaddedColumns(columns)) + (LineBytes / sizeof(Real)));

    /// <summary>The rows of B: the depth k of the product.</summary>
    public int Rows { get; private set; }

    /// <summary>The columns of B: the width n of the product.</summary>
    public int Columns { get; private set; }

    /// <summary>The largest <see cref="Rows"/> that the buffer holds.</summary>
    internal int RowCapacity { get; }

    /// <summary>The largest <see cref="Columns"/> that the buffer holds.</summary>
    internal int ColumnCapacity { get; }

    /// <summary>The kernels for which the panels are laid out.</summary>
    internal ProductKernel Kernel { get; }

    /// <summary>Whether the transpose of B was given; a kernel that multiplies by either form may keep it as it is.</summary>
    internal bool WasTransposed { get; private set; }

    /// <summary>All the room for panels.</summary>
    internal ReadOnlySpan<Real> Buffer => _buffer.AsSpan(_start);

    /// <summary>The panels in use.</summary>
    internal ReadOnlySpan<Real> Panels => Buffer[..(Rows * Kernel.PaddedColumns(Columns))];

    /// <summary>All the room for panels as a matrix, as many rows as B has at most.</summary>
    internal Matrix PanelMatrix => field ??= Matrix.Over(_buffer, _start, RowCapacity, Kernel.PaddedColumns(ColumnCapacity));

    /// <summary>B = <paramref name="b"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="b"/> exceeds the capacity.</exception>
    public void Pack(Matrix b)
    {
        ArgumentNullException.ThrowIfNull(b);
        PackRows(b, 0, b.Rows);
    }

    /// <summary>B = <paramref name="b"/>ᵀ.</summary>
    /// <exception cref="ArgumentException">The transpose of <paramref name="b"/> exceeds the capacity.</exception>
    public unsafe void PackTransposed(Matrix b)
    {
        ArgumentNullException.ThrowIfNull(b);
        Reshape(b, b.Columns, b.Rows);
        WasTransposed = true;
        fixed (Real* source = b.Values, panels = Panels)
        {
            Kernel.PackTransposed(source, panels, Rows, Columns);
        }
    }

    /// <summary>B = <paramref name="count"/> rows of <paramref name="b"/> from row <paramref name="first"/> on.</summary>
    internal unsafe void PackRows(Matrix b, int first, int count)
    {
        Reshape(b, count, b.Columns);
        WasTransposed = false;
        fixed (Real* source = b.Values, panels = Panels)
        {
            Kernel.Pack(source + (nint)first * b.Columns, panels, count, b.Columns);
        }
    }

    /// <summary>Whether a factor of this shape can be packed.</summary>
    internal bool Holds(int rows, int columns) => rows <= RowCapacity && columns <= ColumnCapacity;

    /// <inheritdoc/>
    public override string ToString() => $"{Rows} × {Columns}";

    private void Reshape(Matrix b, int rows, int columns)
    {
        if (!Holds(rows, columns))
        {
            throw new ArgumentException(
                $"A packed matrix with room for {RowCapacity} × {ColumnCapacity} cannot hold {rows} × {columns}: create a larger one.",
                nameof(b));
        }

        (Rows, Columns) = (rows, columns);
    }
}
