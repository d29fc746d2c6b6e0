using System.Buffers;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Formulations;

/// <summary>The penalty μ½|z − σ(x)|² of the method of auxiliary coordinates.</summary>
/// <remarks>
/// ∇ₓ = ∂σ(x)ᵀ(σ(x) − z), with an element of Clarke's generalised derivative: the one penalty that differentiates an activation. It is convex in z only, and
/// a lower bound of B. Seen from z it is −μ⟨σ(x), z⟩ + μ½|z|². Source: docs/mathematics.md §4.
/// </remarks>
/// <param name="activation">The potential Ψ of the activation.</param>
/// <param name="weight">The weight μ &gt; 0.</param>
public sealed class AuxiliaryCoordinatePenalty(ConvexPotential activation, double weight) : LayerPenalty(activation, weight)
{
    private static readonly ConvexPotential Zero = new Separable<Identity>(default);

    /// <summary>0: z is free.</summary>
    public override ConvexPotential Proximable => Zero;

    /// <inheritdoc/>
    public override bool IsCentredAtActivation => true;

    /// <summary>∞: σ′ jumps, or changes at a rate that grows with |z − σ(x)|.</summary>
    public override double Curvature => double.PositiveInfinity;

    /// <inheritdoc/>
    public override double Error(Matrix x, Matrix z, Matrix error)
    {
        error.Resize(x.Rows);
        var rented = ArrayPool<Real>.Shared.Rent(x.Columns);
        var activation = rented.AsSpan(0, x.Columns);
        var total = 0.0;
        for (var row = 0; row < x.Rows; row++)
        {
            var preactivations = x.Row(row);
            var difference = error.Row(row);
            Activation.Activate(preactivations, activation);
            total += 0.5 * VectorKernels.Difference(activation, z.Row(row), (Real)Weight, difference);
            Activation.PullBack(preactivations, activation, difference, difference);
        }

        ArrayPool<Real>.Shared.Return(rented);
        return Weight * total;
    }

    /// <summary>|e|² ≤ μ² Lip(σ)² |σ(x) − z|² = 2 μ Lip(σ)² · μC.</summary>
    public override double SquaredErrorBound(double term) => 2 * Weight * Activation.ActivationLipschitz * Activation.ActivationLipschitz * term;
}
