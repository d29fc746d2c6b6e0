using System.Buffers;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Formulations;

/// <summary>The penalty μ(½|z − x|² + Ψ(z) − inf Ψ), which ties z to the pre-activation x itself.</summary>
/// <remarks>
/// It is jointly convex in z and x, ∇ₓ = x − z, and the minimiser in z alone is σ(x), with what is left env_Ψ(x) − inf Ψ ≥ 0.
/// C = B + env_Ψ(x) − inf Ψ ≥ B. Source: docs/mathematics.md §4.
/// </remarks>
public sealed class QuadraticPenalty : LayerPenalty
{
    /// <summary>prox_{sΨ}(0) for s → ∞ is the minimiser of Ψ.</summary>
    private const double LongStep = 1e12;

    /// <summary>Creates the penalty.</summary>
    /// <param name="activation">The potential Ψ of the activation.</param>
    /// <param name="weight">The weight μ &gt; 0.</param>
    /// <param name="features">The features of a sample.</param>
    /// <exception cref="ArgumentException">Ψ is not bounded from below.</exception>
    public QuadraticPenalty(ConvexPotential activation, double weight, int features)
        : base(activation, weight)
    {
        var least = new double[features];
        activation.ExactProx<double>(least, LongStep, least);
        Infimum = activation.Value<double>(least);
        if (!double.IsFinite(Infimum))
        {
            throw new ArgumentException($"The potential of {activation} has no finite lower bound, so that ½|z − x|² + Ψ(z) is no penalty; take lifted-bregman.", nameof(activation));
        }
    }

    /// <summary>inf Ψ over a sample.</summary>
    public double Infimum { get; }

    /// <summary>μ.</summary>
    public override double Curvature => Weight;

    /// <inheritdoc/>
    public override bool HasCurvature => true;

    /// <inheritdoc/>
    public override bool IsQuadratic => true;

    /// <inheritdoc/>
    public override double Error(Matrix x, Matrix z, Matrix error)
    {
        error.Resize(x.Rows);
        var wide = ArrayPool<double>.Shared.Rent(x.Columns);
        var point = wide.AsSpan(0, x.Columns);
        var total = 0.0;
        for (var row = 0; row < x.Rows; row++)
        {
            var activations = z.Row(row);
            for (var i = 0; i < point.Length; i++)
            {
                point[i] = activations[i];
            }

            // Rounding of z may bring Ψ below its infimum, never what is not a number above it.
            total += Math.Max(0, Activation.Value<double>(point) - Infimum);
            total += 0.5 * VectorKernels.Difference(x.Row(row), activations, (Real)Weight, error.Row(row));
        }

        ArrayPool<double>.Shared.Return(wide);
        return Weight * total;
    }

    /// <summary>|e|² = μ²|x − z|² ≤ 2 μ · μC.</summary>
    public override double SquaredErrorBound(double term) => 2 * Weight * term;
}
