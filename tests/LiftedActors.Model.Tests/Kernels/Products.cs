using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Tests.Kernels;

/// <summary>Seeded operands, products by their definition in double, and the bound within which a kernel must agree.</summary>
internal static class Products
{
    private const double UnitRoundoff = sizeof(Real) == sizeof(float) ? 1.0 / (1 << 24) : 1.0 / (1L << 53);

    /// <summary>The kernels that this machine runs, by name.</summary>
    public static TheoryData<string> Kernels => [.. ProductKernel.Available.Select(kernel => kernel.Name)];

    public static ProductKernel Kernel(string name) => ProductKernel.Available.Single(kernel => kernel.Name == name);

    public static Matrix Random(Random random, int rows, int columns)
    {
        var matrix = new Matrix(rows, columns);
        foreach (ref Real value in matrix.Values)
        {
            value = (Real)(2 * random.NextDouble() - 1);
        }

        return matrix;
    }

    public static Matrix Transpose(Matrix a)
    {
        var transposed = new Matrix(a.Columns, a.Rows);
        for (int row = 0; row < a.Rows; row++)
        {
            for (int column = 0; column < a.Columns; column++)
            {
                transposed.Row(column)[row] = a.Row(row)[column];
            }
        }

        return transposed;
    }

    public static Matrix Column(ReadOnlySpan<Real> values)
    {
        var column = new Matrix(values.Length, 1);
        values.CopyTo(column.Values);
        return column;
    }

    public static PackedMatrix Packed(ProductKernel kernel, Matrix b)
    {
        var packed = new PackedMatrix(kernel, b.Rows, b.Columns);
        packed.Pack(b);
        return packed;
    }

    /// <summary>
    /// Holds every element of C to |ĉ − c| ≤ γ Σ|a||b| with γ = (k+2)u / (1 − (k+2)u), which covers every order of summation
    /// (Higham, Accuracy and Stability of Numerical Algorithms, §3.1), with or without fused operations.
    /// </summary>
    public static void AssertIsProduct(Matrix c, Matrix a, Matrix b)
    {
        Assert.Equal((a.Rows, b.Columns), (c.Rows, c.Columns));
        double terms = (a.Columns + 2) * UnitRoundoff * (sizeof(Real) == sizeof(float) ? 1 : 2);
        for (int row = 0; row < a.Rows; row++)
        {
            for (int column = 0; column < b.Columns; column++)
            {
                double expected = 0, magnitude = 0;
                for (int k = 0; k < a.Columns; k++)
                {
                    double term = (double)a.Row(row)[k] * b.Row(k)[column];
                    expected += term;
                    magnitude += Math.Abs(term);
                }

                double error = Math.Abs(expected - c.Row(row)[column]), bound = terms / (1 - terms) * magnitude;
                Assert.True(error <= bound, $"{a} · {b}: element ({row}, {column}) is off by {error:E2}, more than {bound:E2}.");
            }
        }
    }
}
