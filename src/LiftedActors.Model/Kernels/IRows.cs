namespace LiftedActors.Model.Kernels;

/// <summary>Rows of equally many values, wherever they lie: in memory, in a file, or made when they are asked for.</summary>
/// <remarks>The same row has the same bits whenever it is asked for; several threads may ask at once.</remarks>
public interface IRows
{
    /// <summary>The number of rows.</summary>
    int Rows { get; }

    /// <summary>The values of a row.</summary>
    int Columns { get; }

    /// <summary>Copies one row.</summary>
    /// <param name="row">Which, from 0.</param>
    /// <param name="target">Receives <see cref="Columns"/> values.</param>
    void CopyRow(int row, Span<Real> target);
}
