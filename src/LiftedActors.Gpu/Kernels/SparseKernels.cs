using ILGPU;

namespace LiftedActors.Gpu.Kernels;

/// <summary>The product of a sparse matrix, by rows, with the features of every sample.</summary>
internal static class SparseKernels
{
    /// <summary>result = A v; one thread per value, which is one sum in the order of the entries.</summary>
    /// <param name="i">Sample and row.</param>
    /// <param name="v">Samples × columns.</param>
    /// <param name="columns">Columns of A.</param>
    /// <param name="matrix">A.</param>
    /// <param name="result">Samples × rows.</param>
    public static void Apply(Index1D i, ArrayView<Real> v, int columns, SparseViews matrix, ArrayView<Real> result)
    {
        var rows = matrix.Starts.IntLength - 1;
        int row = i % rows, sample = i / rows;
        Real sum = 0;
        for (var k = matrix.Starts[row]; k < matrix.Starts[row + 1]; k++)
        {
            sum += matrix.Values[k] * v[(sample * columns) + matrix.Columns[k]];
        }

        result[i] = sum;
    }
}

/// <summary>A sparse matrix by rows.</summary>
/// <param name="Starts">Where the entries of a row begin, and behind the last row their number.</param>
/// <param name="Columns">The column of an entry.</param>
/// <param name="Values">The entry.</param>
internal readonly record struct SparseViews(ArrayView<int> Starts, ArrayView<int> Columns, ArrayView<Real> Values);
