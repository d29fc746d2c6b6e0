using System.Globalization;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Certificates;

/// <summary>
/// Whether λ/2|Ku − f|² + B(z, Wu + b) is jointly convex in (u, z) on M u = Wᵀz, or with ρ/2|Mu − Wᵀz|² added: it is if Q = λKᵀK − I/ρ − M − Mᵀ ⪰ 0, with 1/ρ = 0 on the constraint.
/// </summary>
/// <remarks>
/// For weights μ of the penalty, λ/μ and ρ/μ take the place of λ and ρ. The condition is sufficient; where it fails, nothing follows. Source: docs/inversion-theorems.md §6; the slides of
/// M. Benning, Lifted training and inversion, 2025, p. 78.
/// </remarks>
public static class ConvexityTest
{
    /// <summary>The certificate for any architecture.</summary>
    /// <param name="architecture">M, n × n, for V = Wᵀ; −M for V = −Wᵀ.</param>
    /// <param name="readOut">K, p × n.</param>
    /// <param name="fidelity">λ.</param>
    /// <param name="penalty">ρ; +∞ on the constraint.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a weight is not positive.</exception>
    public static Certificate Of(double[,] architecture, double[,] readOut, double fidelity, double penalty)
    {
        var n = architecture.GetLength(0);
        if (architecture.GetLength(1) != n || readOut.GetLength(1) != n || !(fidelity > 0 && penalty > 0))
        {
            throw new ArgumentException(
                $"M must be square, K have as many columns, and λ and ρ be positive, not {n} × {architecture.GetLength(1)}, {readOut.GetLength(1)} columns, {fidelity} and {penalty}.", nameof(architecture));
        }

        var (form, squares) = (new double[n][], 0.0);
        for (var i = 0; i < n; i++)
        {
            form[i] = new double[i + 1];
            for (var k = 0; k <= i; k++)
            {
                var sum = 0.0;
                for (var row = 0; row < readOut.GetLength(0); row++)
                {
                    sum += readOut[row, i] * readOut[row, k];
                }

                form[i][k] = (fidelity * sum) - (architecture[i, k] + architecture[k, i]) - (i == k ? 1 / penalty : 0);
                squares += 2 * ((architecture[i, k] * architecture[i, k]) + (architecture[k, i] * architecture[k, i]));
            }
        }

        var frobenius = 0.0;
        foreach (var value in readOut)
        {
            frobenius += value * value;
        }

        var size = (fidelity * frobenius) + (2 * Math.Sqrt(squares)) + (Math.Sqrt(n) / penalty);
        return Judge(form, Rounding.Gamma(readOut.GetLength(0) + 8) * Rounding.Above(size, readOut.Length + ((long)n * n)));
    }

    /// <summary>
    /// The certificate for u_k = u_{k−1} + W_kᵀσ(W_k u_{k−1} + b_k), k = 1…L, read out by K u_L: Q is at least T ⊗ I with the tridiagonal T of second differences, 2 on the diagonal, −1
    /// beside it, λσ_min(K)² at its end, less 1/ρ.
    /// </summary>
    /// <param name="depth">L.</param>
    /// <param name="readOut">σ_min(K) over all columns, from below: 1 for the identity, 0 where K has a null space.</param>
    /// <param name="fidelity">λ.</param>
    /// <param name="penalty">ρ; +∞ on the constraint.</param>
    /// <exception cref="ArgumentException">The depth or a weight is not positive, or σ_min is negative.</exception>
    public static Certificate OfPlusResidual(int depth, double readOut, double fidelity, double penalty)
    {
        if (!(depth > 0 && readOut >= 0 && fidelity > 0 && penalty > 0))
        {
            throw new ArgumentException($"The depth, λ and ρ must be positive and σ_min not negative, not {depth}, {fidelity}, {penalty} and {readOut}.", nameof(depth));
        }

        if (readOut == 0)
        {
            return Certificate.None(BoundedQuantity.Curvature, "the read-out K has a null space, on which Q is not positive");
        }

        var form = new double[depth + 1][];
        for (var k = 0; k <= depth; k++)
        {
            form[k] = new double[k + 1];
            form[k][k] = (k < depth ? 2 : Rounding.Below(fidelity * readOut * readOut, 2)) - (1 / penalty);
            if (k > 0)
            {
                form[k][k - 1] = -1;
            }
        }

        return Judge(form, 4 * Rounding.Unit * (2 + form[depth][depth] + (2 / penalty)));
    }

    private static Certificate Judge(double[][] form, double error)
    {
        var least = LeastEigenvalue.LowerBound(form, error);
        return least > 0
            ? Certificate.Certified(BoundedQuantity.Curvature, least, string.Create(CultureInfo.InvariantCulture, $"the Cholesky factorisation of Q, {form.Length} × {form.Length}, less {least:g3}, has positive pivots, with the rounding in it"))
            : Certificate.None(BoundedQuantity.Curvature, "Q = λKᵀK − I/ρ − M − Mᵀ is not positive definite by more than rounding");
    }
}
