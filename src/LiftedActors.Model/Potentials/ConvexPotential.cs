using System.Numerics;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// A proper convex lower semicontinuous potential Ψ on Rⁿ, given by its value and its proximal map. An activation is a
/// potential read through its prox, σ(x) = prox_Ψ(x); a regulariser is the same type.
/// </summary>
/// <remarks>
/// With φ = ½|·|² + Ψ, σ = ∇φ* is monotone and 1-Lipschitz. prox_{gφ}(v) = prox_{g/(1+g) Ψ}(v/(1+g)), so that the prox of
/// Ψ for every step is all that a lifted method needs. Methods act on one sample (a row of features) unless they take a matrix.
/// A few members are weakly convex only: φ is convex, which is what B ≥ 0 needs, and <see cref="Weakness"/> tells how far Ψ is from it.
/// Source: docs/mathematics.md §1, §3.
/// </remarks>
public abstract class ConvexPotential
{
    /// <summary>The Lipschitz constant of σ; +∞ where σ jumps.</summary>
    public abstract double ActivationLipschitz { get; }

    /// <summary>The least w in [0, 1] with Ψ + w|·|²/2 convex: 0 for a convex Ψ.</summary>
    public virtual double Weakness => 0;

    /// <summary>The modulus 1 − w of strong convexity of φ, so that B(z, x) ≥ (1 − w)/2 |z − σ(x)|².</summary>
    public double Modulus => 1 - Weakness;

    /// <summary>Why no gradient step can be taken through the activation, as half a sentence; null where it can.</summary>
    public virtual string? NotForGradientSteps => null;

    /// <summary>Whether Ψ is a sum over the features, so that σ acts on each of them.</summary>
    public virtual bool IsSeparable => false;

    /// <summary>
    /// The least slope of σ in a feature whose value is in [low, high]: an a ≥ 0 with σ(s) − σ(t) ≥ a(s − t) for all s ≥ t, σ(t) ≥ low and σ(s) ≤ high.
    /// 0 claims nothing.
    /// </summary>
    /// <param name="low">The least value of σ.</param>
    /// <param name="high">The largest value of σ; either may lie outside its range.</param>
    public virtual double LeastSlope(double low, double high) => 0;

    /// <summary>Ψ(z), the definition; +∞ outside the domain.</summary>
    public abstract T Value<T>(ReadOnlySpan<T> z)
        where T : IBinaryFloatingPointIeee754<T>;

    /// <summary>prox_{sΨ}(v), the definition, for a step s &gt; 0; <paramref name="result"/> may be <paramref name="v"/>.</summary>
    public abstract void ExactProx<T>(ReadOnlySpan<T> v, T step, Span<T> result)
        where T : IBinaryFloatingPointIeee754<T>;

    /// <summary>prox_{sΨ}(v), the fast form, for a step s &gt; 0; <paramref name="result"/> may be <paramref name="v"/>.</summary>
    public abstract void Prox(ReadOnlySpan<Real> v, Real step, Span<Real> result);

    /// <summary>
    /// The Bregman distance D_Ψ(z, s) = Ψ(z) − Ψ(s) − ⟨x−s, z−s⟩ ≥ 0 with s = σ(x) and the subgradient x − s ∈ ∂Ψ(s),
    /// summed from small differences, never as a difference of large sums.
    /// </summary>
    /// <param name="z">A point of the domain.</param>
    /// <param name="s">The activation σ(x).</param>
    /// <param name="x">The pre-activation.</param>
    public abstract double Divergence(ReadOnlySpan<Real> z, ReadOnlySpan<Real> s, ReadOnlySpan<Real> x);

    /// <summary>
    /// The chain rule through σ: result = ∂σ(x)ᵀ gradient, for the back-propagation baseline only.
    /// </summary>
    /// <param name="x">The pre-activation.</param>
    /// <param name="s">The activation σ(x).</param>
    /// <param name="gradient">The gradient with respect to σ(x).</param>
    /// <param name="result">The gradient with respect to x; may be <paramref name="gradient"/>.</param>
    public abstract void PullBack(ReadOnlySpan<Real> x, ReadOnlySpan<Real> s, ReadOnlySpan<Real> gradient, Span<Real> result);

    /// <summary>φ*(x) = ⟨x, σ(x)⟩ − φ(σ(x)), the conjugate by its definition: equality in Fenchel and Young's inequality. It allocates.</summary>
    public T Conjugate<T>(ReadOnlySpan<T> x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var activation = new T[x.Length];
        ExactProx(x, T.One, activation);
        var sum = -Value<T>(activation);
        for (var i = 0; i < x.Length; i++)
        {
            sum += activation[i] * (x[i] - (activation[i] / T.CreateTruncating(2)));
        }

        return sum;
    }

    /// <summary>σ(x) = prox_Ψ(x).</summary>
    public void Activate(ReadOnlySpan<Real> x, Span<Real> result) => Prox(x, 1, result);

    /// <summary>σ(x) for a batch of samples.</summary>
    /// <param name="x">Pre-activations, samples × features.</param>
    /// <param name="result">Receives σ(x), resized to the samples of <paramref name="x"/>, which it may be.</param>
    public virtual void Activate(Matrix x, Matrix result)
    {
        result.Resize(x.Rows);
        for (var row = 0; row < x.Rows; row++)
        {
            Activate(x.Row(row), result.Row(row));
        }
    }

    /// <summary>The error weight (σ(x) − z) of a batch of samples, in one pass together with its penalty.</summary>
    /// <param name="x">Pre-activations, samples × features.</param>
    /// <param name="z">Points of the domain, of the same shape.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="error">Receives the error, resized to the samples of <paramref name="x"/>.</param>
    /// <returns>Σ ½|z − σ(x)|² + D_Ψ(z, σ(x)) over the samples, without the weight, in double.</returns>
    public virtual double Error(Matrix x, Matrix z, Real weight, Matrix error)
    {
        error.Resize(x.Rows);
        var total = 0.0;
        for (var row = 0; row < x.Rows; row++)
        {
            var activation = error.Row(row);
            Activate(x.Row(row), activation);
            total += Divergence(z.Row(row), activation, x.Row(row));
            total += 0.5 * VectorKernels.Difference(activation, z.Row(row), weight, activation);
        }

        return total;
    }

    /// <summary>result = prox_{sΨ}(w₁a + w₂b + w₃c) for a batch of samples, in one pass together with the way from a.</summary>
    /// <param name="point">The combination of matrices, samples × features.</param>
    /// <param name="step">The step s &gt; 0.</param>
    /// <param name="result">Receives the prox, resized to the samples of a; may be b or c, not a.</param>
    /// <returns>|result − a|², in double.</returns>
    public virtual double Prox(in Combination point, Real step, Matrix result)
    {
        var (weights, a, b, c) = point;
        result.Resize(a.Rows);
        var squaredMove = 0.0;
        for (var row = 0; row < a.Rows; row++)
        {
            var moved = result.Row(row);
            VectorKernels.Combine(weights, a.Row(row), b.Row(row), c.Row(row), moved);
            Prox(moved, step, moved);
            squaredMove += VectorKernels.SquaredDistance(moved, a.Row(row));
        }

        return squaredMove;
    }

    /// <summary>Whether another potential is the same function.</summary>
    public virtual bool IsLike(ConvexPotential other) => ReferenceEquals(this, other);

    /// <summary>The chain rule through σ for a batch of samples, in place: gradient = ∂σ(x)ᵀ gradient.</summary>
    /// <param name="x">Pre-activations, samples × features.</param>
    /// <param name="s">The activations σ(x), of the same shape.</param>
    /// <param name="gradient">The gradient with respect to σ(x); receives that with respect to x.</param>
    public virtual void PullBack(Matrix x, Matrix s, Matrix gradient)
    {
        for (var row = 0; row < x.Rows; row++)
        {
            PullBack(x.Row(row), s.Row(row), gradient.Row(row), gradient.Row(row));
        }
    }
}
