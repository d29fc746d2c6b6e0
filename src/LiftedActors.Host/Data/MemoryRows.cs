using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Data;

/// <summary>Rows in memory.</summary>
internal sealed class MemoryRows(int rows, int columns) : IRowStore
{
    private readonly Matrix _values = new(rows, columns);

    public IRows Written => _values;

    public int Rows => _values.Rows;

    public int Columns => _values.Columns;

    public void CopyRow(int row, Span<Real> target) => _values.CopyRow(row, target);

    public void WriteRow(int row, ReadOnlySpan<Real> values) => values.CopyTo(_values.Row(row));
}
