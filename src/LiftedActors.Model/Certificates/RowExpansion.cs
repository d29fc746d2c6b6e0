using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Certificates;

/// <summary>A verified lower bound of σ_min(diag(a)W): by how much a layer at least expands where row j has a slope of at least a_j.</summary>
internal static class RowExpansion
{
    /// <summary>A κ with |diag(a)W v| ≥ κ|v| for every v; 0 where no positive one could be verified. Cost: n² rows + a few times n³/3.</summary>
    /// <param name="weights">W, rows × n.</param>
    /// <param name="slopes">a_j ≥ 0; rows with 0 are left out.</param>
    public static double LowerBound(Matrix weights, ReadOnlySpan<double> slopes)
    {
        var active = 0;
        foreach (var slope in slopes)
        {
            active += slope > 0 ? 1 : 0;
        }

        if (active < weights.Columns)
        {
            return 0;
        }

        var gram = new double[weights.Columns][];
        for (var i = 0; i < gram.Length; i++)
        {
            gram[i] = new double[i + 1];
        }

        var (row, trace) = (new double[weights.Columns], 0.0);
        for (var j = 0; j < weights.Rows; j++)
        {
            if (slopes[j] > 0)
            {
                Scale(weights.Row(j), slopes[j], row);
                Add(row, gram);
            }
        }

        for (var i = 0; i < gram.Length; i++)
        {
            trace += gram[i][i];
        }

        // Scaling, squaring and summing: every entry is off by at most γ_{m+3} times the sum of its magnitudes, whose norm is at most the trace.
        var error = Rounding.Above(Rounding.Gamma(active + 4) * Rounding.Above(trace, active + gram.Length + 3), 4);
        return Rounding.Below(Math.Sqrt(LeastEigenvalue.LowerBound(gram, error)), 1);
    }

    private static void Scale(ReadOnlySpan<Real> row, double slope, double[] scaled)
    {
        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] = slope * row[i];
        }
    }

    private static void Add(double[] row, double[][] gram)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var (weight, target) = (row[i], gram[i]);
            for (var k = 0; k <= i; k++)
            {
                target[k] += weight * row[k];
            }
        }
    }
}
