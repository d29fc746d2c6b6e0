using LiftedActors.Model.Kernels;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>Matrices of normal values, functions of a number.</summary>
internal static class Filled
{
    /// <summary>A matrix of values from N(0, 1).</summary>
    public static Matrix Matrix(int rows, int columns, int number)
    {
        var matrix = new Matrix(rows, columns);
        new RandomStream(1, "bench", number, 0).FillGaussian(matrix.Values, 1);
        return matrix;
    }
}
