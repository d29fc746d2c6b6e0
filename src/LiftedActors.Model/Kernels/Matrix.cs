namespace LiftedActors.Model.Kernels;

/// <summary>
/// A dense row-major matrix: activations are samples × features, weights are out × in.
/// </summary>
/// <remarks>
/// The buffer is allocated once for <see cref="Capacity"/> rows; <see cref="Rows"/> may be smaller, so that batches of
/// slightly different size share it.
/// </remarks>
public sealed class Matrix : IRows
{
    private readonly Real[] _values;

    /// <summary>Creates a zero matrix of <paramref name="rows"/> × <paramref name="columns"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or the product exceeds the largest array.</exception>
    public Matrix(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)rows * columns, Array.MaxLength, nameof(rows));
        _values = new Real[rows * columns];
        (Capacity, Rows, Columns) = (rows, rows, columns);
    }

    private Matrix(Real[] values, int rows, int columns)
    {
        _values = values;
        (Capacity, Rows, Columns) = (rows, rows, columns);
    }

    /// <summary>The 0 × 0 matrix.</summary>
    public static Matrix Empty { get; } = new(0, 0);

    /// <summary>The number of rows that the buffer can hold.</summary>
    public int Capacity { get; }

    /// <summary>The number of rows in use.</summary>
    public int Rows { get; private set; }

    /// <summary>The number of columns; also the distance between two rows.</summary>
    public int Columns { get; }

    /// <summary>The values in use, row after row.</summary>
    public Span<Real> Values => _values.AsSpan(0, Rows * Columns);

    /// <summary>One row.</summary>
    public Span<Real> Row(int row) => Values.Slice(row * Columns, Columns);

    /// <inheritdoc/>
    public void CopyRow(int row, Span<Real> target) => Row(row).CopyTo(target);

    /// <summary>A matrix over the head of an existing buffer, which it shares.</summary>
    /// <exception cref="ArgumentException">The buffer is too short.</exception>
    public static Matrix Over(Real[] values, int rows, int columns) =>
        (long)rows * columns <= values.Length
            ? new Matrix(values, rows, columns)
            : throw new ArgumentException($"A buffer of {values.Length} values cannot hold {rows} × {columns}.", nameof(values));

    /// <summary>The memory of a matrix.</summary>
    public static Footprint Footprint(string part, int rows, int columns) => Kernels.Footprint.OfArray<Real>(part, (long)rows * columns);

    /// <summary>Uses the first <paramref name="rows"/> rows of the buffer; the values stay as they are.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> exceeds <see cref="Capacity"/>.</exception>
    public void Resize(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Capacity);
        Rows = rows;
    }

    /// <summary>All rows, as a new matrix.</summary>
    public static Matrix Copy(IRows source)
    {
        var copy = new Matrix(source.Rows, source.Columns);
        copy.CopyFrom(source);
        return copy;
    }

    /// <summary>Takes over all rows of a source, and is resized to them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The source has more rows than <see cref="Capacity"/>.</exception>
    public void CopyFrom(IRows source)
    {
        Resize(source.Rows);
        for (var row = 0; row < Rows; row++)
        {
            source.CopyRow(row, Row(row));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Rows} × {Columns}";
}
