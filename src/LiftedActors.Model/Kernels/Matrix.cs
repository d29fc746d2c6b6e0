using LiftedActors.Model.Devices;

namespace LiftedActors.Model.Kernels;

/// <summary>
/// A dense row-major matrix of the host: activations are samples × features, weights are out × in.
/// </summary>
public sealed class Matrix : DeviceMatrix, IRows
{
    private readonly Real[] _values;
    private readonly int _offset;

    /// <summary>Creates a zero matrix of <paramref name="rows"/> × <paramref name="columns"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or the product exceeds the largest array.</exception>
    public Matrix(int rows, int columns)
        : base(rows, columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)rows * columns, Array.MaxLength, nameof(rows));
        _values = new Real[rows * columns];
    }

    private Matrix(Real[] values, int offset, int rows, int columns)
        : base(rows, columns) => (_values, _offset) = (values, offset);

    /// <summary>The 0 × 0 matrix.</summary>
    public static Matrix Empty { get; } = new(0, 0);

    /// <summary>The values in use, row after row.</summary>
    public Span<Real> Values => _values.AsSpan(_offset, Rows * Columns);

    /// <summary>One row.</summary>
    public Span<Real> Row(int row) => Values.Slice(row * Columns, Columns);

    /// <inheritdoc/>
    public void CopyRow(int row, Span<Real> target) => Row(row).CopyTo(target);

    /// <summary>A matrix over the head of an existing buffer, which it shares.</summary>
    /// <exception cref="ArgumentException">The buffer is too short.</exception>
    public static Matrix Over(Real[] values, int rows, int columns) => Over(values, 0, rows, columns);

    /// <summary>A matrix over a part of an existing buffer, which it shares.</summary>
    /// <exception cref="ArgumentException">The buffer is too short.</exception>
    public static Matrix Over(Real[] values, int offset, int rows, int columns) =>
        offset + ((long)rows * columns) <= values.Length
            ? new Matrix(values, offset, rows, columns)
            : throw new ArgumentException($"A buffer of {values.Length} values cannot hold {rows} × {columns}.", nameof(values));

    /// <summary>The memory of a matrix.</summary>
    public static Footprint Footprint(string part, int rows, int columns) => Kernels.Footprint.OfArray<Real>(part, (long)rows * columns);

    /// <summary>All rows, as a new matrix.</summary>
    public static Matrix Copy(IRows source)
    {
        var copy = new Matrix(source.Rows, source.Columns);
        copy.CopyFrom(source);
        return copy;
    }

    /// <summary>All rows as a matrix: the source itself where it is one, otherwise a copy.</summary>
    public static Matrix Of(IRows source) => source as Matrix ?? Copy(source);

    /// <summary>Takes over all rows of a source, and is resized to them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The source has more rows than <see cref="DeviceMatrix.Capacity"/>.</exception>
    public void CopyFrom(IRows source)
    {
        Resize(source.Rows);
        for (var row = 0; row < Rows; row++)
        {
            source.CopyRow(row, Row(row));
        }
    }
}
