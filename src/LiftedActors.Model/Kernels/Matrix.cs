using LiftedActors.Model.Devices;

namespace LiftedActors.Model.Kernels;

/// <summary>
/// A dense row-major matrix of the host: activations are samples × features, weights are out × in.
/// </summary>
public sealed class Matrix : DeviceMatrix
{
    private readonly Real[] _values;

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

    private Matrix(Real[] values, int rows, int columns)
        : base(rows, columns) => _values = values;

    /// <summary>The 0 × 0 matrix.</summary>
    public static Matrix Empty { get; } = new(0, 0);

    /// <summary>The values in use, row after row.</summary>
    public Span<Real> Values => _values.AsSpan(0, Rows * Columns);

    /// <summary>One row.</summary>
    public Span<Real> Row(int row) => Values.Slice(row * Columns, Columns);

    /// <summary>A matrix over the head of an existing buffer, which it shares.</summary>
    /// <exception cref="ArgumentException">The buffer is too short.</exception>
    public static Matrix Over(Real[] values, int rows, int columns) =>
        (long)rows * columns <= values.Length
            ? new Matrix(values, rows, columns)
            : throw new ArgumentException($"A buffer of {values.Length} values cannot hold {rows} × {columns}.", nameof(values));

    /// <summary>Some of the rows, as a new matrix.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not all of these rows are in use.</exception>
    public Matrix CopyRows(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, Rows - count);
        var rows = new Matrix(count, Columns);
        Values.Slice(first * Columns, count * Columns).CopyTo(rows.Values);
        return rows;
    }
}
