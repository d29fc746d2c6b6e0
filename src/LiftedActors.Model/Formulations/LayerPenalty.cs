using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Formulations;

/// <summary>
/// The penalty μ C(z, x), C ≥ 0, that ties the auxiliary activation z of a layer to its pre-activation x; z = σ(x) is its minimiser in z.
/// </summary>
/// <remarks>
/// Seen from x it gives a value and an error e = ∇ₓ(μC). Seen from z it splits as −μ⟨c, z⟩ + h(z) with the centre c = c(x) and the
/// proximable part h = μ(½|·|² + P), which is μ-strongly convex. That is all that the blocks know of a formulation.
/// Source: docs/mathematics.md §4.
/// </remarks>
public abstract class LayerPenalty
{
    /// <summary>Creates the penalty.</summary>
    /// <param name="activation">The potential Ψ of the activation.</param>
    /// <param name="weight">The weight μ &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not positive and finite.</exception>
    private protected LayerPenalty(ConvexPotential activation, double weight)
    {
        if (!(weight > 0 && double.IsFinite(weight)))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), $"The penalty weight must be positive and finite, which {weight} is not.");
        }

        (Activation, Weight) = (activation, weight);
    }

    /// <summary>The potential Ψ of the activation σ = prox_Ψ.</summary>
    public ConvexPotential Activation { get; }

    /// <summary>The weight μ.</summary>
    public double Weight { get; }

    /// <summary>The potential P of the proximable part h = μ(½|·|² + P).</summary>
    public virtual ConvexPotential Proximable => Activation;

    /// <summary>The weight λ of an ℓ₁ penalty of z that h holds besides, and <see cref="Error"/> does not.</summary>
    public virtual double Sparsity => 0;

    /// <summary>Whether the centre c is σ(x); otherwise it is x.</summary>
    public virtual bool IsCentredAtActivation => false;

    /// <summary>The modulus of strong convexity of h: μ for a convex P, less for a weakly convex one.</summary>
    public double Modulus => Weight * Proximable.Modulus;

    /// <summary>Whether ∂e/∂x = μ ∂σ(x), or μ where the penalty is quadratic in x, so that Newton steps can be taken.</summary>
    public virtual bool HasCurvature => false;

    /// <summary>Whether ∂e/∂x = μ.</summary>
    public virtual bool IsQuadratic => false;

    /// <summary>The Lipschitz constant of e in x; ∞ where e jumps or has no bound that holds everywhere.</summary>
    public abstract double Curvature { get; }

    /// <summary>The error e = ∇ₓ(μC) in one pass together with the penalty.</summary>
    /// <param name="x">Pre-activations, samples × features.</param>
    /// <param name="z">Auxiliary activations of the same shape.</param>
    /// <param name="error">Receives e; takes the shape of <paramref name="x"/>.</param>
    /// <returns>Σ over samples of μC(z, x), summed in double.</returns>
    public abstract double Error(Matrix x, Matrix z, Matrix error);

    /// <summary>A bound of Σ|e|² where the penalty sums up to <paramref name="term"/>.</summary>
    public abstract double SquaredErrorBound(double term);

    /// <summary>
    /// One proximal-gradient step on z for the smooth part f with ∇f = feedback − μc and the proximable part h:
    /// result = prox_{gh}(z − g(feedback − μc)), and prox_P(c − feedback/μ) = argmin ⟨∇f, z⟩ + h(z) for g = ∞.
    /// </summary>
    /// <param name="z">Current activations, samples × features.</param>
    /// <param name="centre">c, of the same shape.</param>
    /// <param name="feedback">A(Θ)ᵀe of the next layer, same shape.</param>
    /// <param name="step">The step g in (0, ∞].</param>
    /// <param name="result">Receives the new activations; another matrix than <paramref name="z"/>.</param>
    /// <returns>|result − z|², summed in double.</returns>
    public double ProximalGradient(Matrix z, Matrix centre, Matrix feedback, double step, Matrix result)
    {
        var (weights, scaled) = Combine(step);
        return Proximable.Prox(new Combination(weights, z, centre, feedback), scaled, result);
    }

    /// <summary>prox_{gh}(v): prox_{gμ/(1+gμ) P}(v/(1+gμ)); <paramref name="result"/> may be <paramref name="v"/>.</summary>
    /// <param name="v">Any point, one row of features.</param>
    /// <param name="step">The finite step g &gt; 0.</param>
    /// <param name="result">Receives the prox.</param>
    public void Prox(ReadOnlySpan<Real> v, double step, Span<Real> result)
    {
        var (weights, scaled) = Combine(step);
        VectorKernels.Scale(v, weights.First, result);
        Proximable.Prox(result, scaled, result);
    }

    /// <summary>The weights of z, c and feedback in the point, and the step of P, with which prox_{gh} of a gradient step is prox_{sP} of a combination.</summary>
    /// <param name="step">The step g in (0, ∞].</param>
    public (CombinationWeights Weights, Real Step) Combine(double step)
    {
        var scaled = step * Weight;
        return double.IsPositiveInfinity(step)
            ? (new CombinationWeights(0, 1, (Real)(-1 / Weight)), 1)
            : (new CombinationWeights((Real)(1 / (1 + scaled)), (Real)(scaled / (1 + scaled)), (Real)(-step / (1 + scaled))), (Real)(scaled / (1 + scaled)));
    }
}
