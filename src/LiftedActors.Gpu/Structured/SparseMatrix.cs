using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Operators;

namespace LiftedActors.Gpu.Structured;

/// <summary>A sparse matrix by rows, on the host: how an operation of which nothing is learned comes onto a device.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">The number of columns.</param>
/// <param name="Entries">The entries other than 0, in any order.</param>
internal sealed record SparseMatrix(int Rows, int Columns, IReadOnlyList<(int Row, int Column, Real Value)> Entries)
{
    /// <summary>The transpose.</summary>
    public SparseMatrix Transposed() => new(Columns, Rows, [.. Entries.Select(entry => (entry.Column, entry.Row, entry.Value))]);

    /// <summary>The entries by rows and, within a row, by columns, and where each row begins.</summary>
    public (int[] Starts, int[] Columns, Real[] Values) ByRows()
    {
        var ordered = Entries.OrderBy(entry => entry.Row).ThenBy(entry => entry.Column).ToArray();
        var starts = new int[Rows + 1];
        foreach (var entry in ordered)
        {
            starts[entry.Row + 1]++;
        }

        for (var row = 0; row < Rows; row++)
        {
            starts[row + 1] += starts[row];
        }

        return (starts, [.. ordered.Select(entry => entry.Column)], [.. ordered.Select(entry => entry.Value)]);
    }

    /// <summary>The matrix of a known operator, column by column from its images of the unit vectors. Cost: as many applications as it has inputs.</summary>
    public static SparseMatrix Of(LinearOperator forward)
    {
        var (unit, image, entries) = (new Real[forward.InputSize], new Real[forward.OutputSize], new List<(int, int, Real)>());
        for (var column = 0; column < unit.Length; column++)
        {
            unit[column] = 1;
            forward.Apply(unit, image);
            unit[column] = 0;
            for (var row = 0; row < image.Length; row++)
            {
                if (image[row] != 0)
                {
                    entries.Add((row, column, image[row]));
                }
            }
        }

        return new SparseMatrix(image.Length, unit.Length, entries);
    }

    /// <summary>The matrix of a mean over squares of pixels.</summary>
    public static SparseMatrix Of(PoolingGeometry geometry)
    {
        var (input, output, side) = (geometry.Input, geometry.Output, geometry.Side);
        var share = (Real)1 / (side * side);
        var entries = from row in Enumerable.Range(0, output.Length)
                      from k in Enumerable.Range(0, side * side)
                      let channel = row / output.Pixels
                      let y = (row % output.Pixels / output.Width * side) + (k / side)
                      let x = (row % output.Width * side) + (k % side)
                      select (row, (((channel * input.Height) + y) * input.Width) + x, share);
        return new SparseMatrix(output.Length, input.Length, [.. entries]);
    }
}
