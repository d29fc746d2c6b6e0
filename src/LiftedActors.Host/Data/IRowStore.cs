using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Data;

/// <summary>Rows that are written once, in any order, and then read.</summary>
internal interface IRowStore : IRows
{
    /// <summary>The rows, once all are written; those in memory are a matrix.</summary>
    IRows Written { get; }

    /// <summary>Writes one row.</summary>
    void WriteRow(int row, ReadOnlySpan<Real> values);
}
