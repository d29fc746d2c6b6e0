using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Data;

/// <summary>Rows that are written once, in any order, and then read.</summary>
internal interface IRowStore : IRows
{
    /// <summary>Writes one row.</summary>
    void WriteRow(int row, ReadOnlySpan<Real> values);
}
