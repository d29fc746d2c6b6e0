namespace LiftedActors.Model.Solving;

/// <summary>Linear systems with a symmetric positive definite matrix, in double.</summary>
internal static class Cholesky
{
    /// <summary>Solves A X = B by A = LLᵀ. Cost: n³/3 + 2n² columns of B.</summary>
    /// <param name="a">A by rows; overwritten with L below the diagonal.</param>
    /// <param name="b">B by rows; receives X.</param>
    /// <returns>Whether A is positive definite as far as rounding tells; where it is not, B stays as it is.</returns>
    public static bool TrySolve(double[][] a, double[][] b)
    {
        if (!TryFactor(a))
        {
            return false;
        }

        Solve(a, b);
        return true;
    }

    /// <summary>A = LLᵀ, of which only the lower triangle is read. Cost: n³/3.</summary>
    /// <param name="a">A by rows; overwritten with L on and below the diagonal, as far as it came.</param>
    /// <returns>Whether all pivots are positive: A is then positive definite as far as rounding tells.</returns>
    public static bool TryFactor(double[][] a)
    {
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = a[i][j] - Dot(a[i], a[j], j);
                if (i == j && !(sum > 0))
                {
                    return false;
                }

                a[i][j] = i == j ? Math.Sqrt(sum) : sum / a[j][j];
            }
        }

        return true;
    }

    /// <summary>Solves LLᵀX = B.</summary>
    /// <param name="a">L on and below the diagonal.</param>
    /// <param name="b">B by rows; receives X.</param>
    public static void Solve(double[][] a, double[][] b)
    {
        for (var i = 0; i < a.Length; i++)
        {
            for (var k = 0; k < i; k++)
            {
                Subtract(a[i][k], b[k], b[i]);
            }

            Divide(b[i], a[i][i]);
        }

        for (var i = a.Length - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < a.Length; k++)
            {
                Subtract(a[k][i], b[k], b[i]);
            }

            Divide(b[i], a[i][i]);
        }
    }

    private static double Dot(double[] x, double[] y, int length)
    {
        var sum = 0.0;
        for (var k = 0; k < length; k++)
        {
            sum += x[k] * y[k];
        }

        return sum;
    }

    private static void Subtract(double weight, double[] from, double[] row)
    {
        for (var k = 0; k < row.Length; k++)
        {
            row[k] -= weight * from[k];
        }
    }

    private static void Divide(double[] row, double by)
    {
        for (var k = 0; k < row.Length; k++)
        {
            row[k] /= by;
        }
    }
}
