namespace LiftedActors.Model.Kernels;

/// <summary>Some consecutive rows, seen as rows of their own; nothing is copied.</summary>
public sealed class RowRange : IRows
{
    private readonly IRows _source;
    private readonly int _first;

    /// <summary>Rows <paramref name="first"/>, … of <paramref name="source"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The source does not have all of these rows.</exception>
    public RowRange(IRows source, int first, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, source.Rows - count);
        (_source, _first, Rows) = (source, first, count);
    }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Columns => _source.Columns;

    /// <inheritdoc/>
    public void CopyRow(int row, Span<Real> target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        _source.CopyRow(_first + row, target);
    }
}
