using LiftedActors.Model.Kernels;
using LiftedActors.Model.Solving;

namespace LiftedActors.Model.Certificates;

/// <summary>A lower bound of the least eigenvalue of a symmetric matrix that holds in spite of rounding.</summary>
/// <remarks>
/// If the Cholesky factorisation of fl(A − sI) runs to its end, then λ_min(A) ≥ s − γ_{n+1}/(1 − γ_{n+1}) tr(A − sI) − u max_i |a_ii − s|: the computed factor satisfies
/// LLᵀ = A − sI + Δ with |Δ| ≤ γ_{n+1}|L||L|ᵀ, whose norm is at most |L|_F², the trace of LLᵀ. The shift s comes from a few inverse power iterations, which prove nothing;
/// the factorisation does. Source: Demmel 1989; Rump, Verification of positive definiteness, 2006; Higham 2002, theorem 10.3.
/// </remarks>
internal static class LeastEigenvalue
{
    private const int Iterations = 12;
    private static readonly double[] Shares = [0.999, 0.99, 0.9, 0.5];

    /// <summary>A number that λ_min does not fall below, if it is positive; 0 where no positive one could be verified. Cost: a few times n³/3.</summary>
    /// <param name="lower">The lower triangle by rows, n × n.</param>
    /// <param name="error">A bound of the spectral norm of what rounding did to the entries.</param>
    public static double LowerBound(double[][] lower, double error)
    {
        var factor = Shifted(lower, 0);
        if (!Cholesky.TryFactor(factor))
        {
            return 0;
        }

        var estimate = Estimate(factor);
        foreach (var share in Shares)
        {
            var shift = share * estimate;
            var trial = Shifted(lower, shift);
            var (trace, largest) = Diagonal(trial);
            if (Cholesky.TryFactor(trial))
            {
                var gamma = Rounding.Gamma(lower.Length + 1);
                var margin = (gamma / (1 - gamma) * trace) + (Rounding.Unit * largest) + error;
                return Math.Max(0, Rounding.Below(shift - Rounding.Above(margin, lower.Length + 8), 2));
            }
        }

        return 0;
    }

    private static double[][] Shifted(double[][] lower, double shift)
    {
        var copy = new double[lower.Length][];
        for (var i = 0; i < copy.Length; i++)
        {
            copy[i] = lower[i][..(i + 1)];
            copy[i][i] -= shift;
        }

        return copy;
    }

    private static (double Trace, double Largest) Diagonal(double[][] a)
    {
        var (trace, largest) = (0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            trace += Math.Abs(a[i][i]);
            largest = Math.Max(largest, Math.Abs(a[i][i]));
        }

        return (trace, largest);
    }

    /// <summary>1/|A⁻¹v| of a unit vector v near the eigenvector.</summary>
    private static double Estimate(double[][] factor)
    {
        var vector = new double[factor.Length][];
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = [1 + (i % 7) - (0.5 * (i % 3)) - (3.1 * (i % 2))];
        }

        var length = Normalise(vector);
        for (var k = 0; k < Iterations; k++)
        {
            Cholesky.Solve(factor, vector);
            length = Normalise(vector);
        }

        return 1 / length;
    }

    private static double Normalise(double[][] vector)
    {
        var length = Math.Sqrt(vector.Sum(row => row[0] * row[0]));
        foreach (var row in vector)
        {
            row[0] /= length;
        }

        return length;
    }
}
