using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The sparsemax, the Euclidean projection onto the simplex: σ(x)ᵢ = (xᵢ − τ)₊ with Σᵢ σ(x)ᵢ = 1. Ψ is the indicator of the simplex;
/// prox_{sΨ} = σ for every step; φ*(x) = ⟨x, σ⟩ − ½|σ|². As a loss, its Bregman penalty is the sparsemax loss.
/// </summary>
/// <remarks>Source: Martins and Astudillo (2016); the threshold τ by Michelot (1986), without sorting.</remarks>
[Activates("sparsemax")]
public sealed class Sparsemax : ConvexPotential
{
    /// <inheritdoc/>
    public override double ActivationLipschitz => 1;

    /// <inheritdoc/>
    public override T Value<T>(ReadOnlySpan<T> z) => Simplex.Contains(z) ? T.Zero : T.PositiveInfinity;

    /// <inheritdoc/>
    public override void ExactProx<T>(ReadOnlySpan<T> v, T step, Span<T> result)
    {
        var (largest, threshold) = Threshold(v);
        for (var i = 0; i < v.Length; i++)
        {
            // Where v is not a number, neither is the threshold.
            result[i] = T.CreateTruncating(Math.Max(double.CreateTruncating(v[i] - largest) - threshold, 0));
        }
    }

    /// <inheritdoc/>
    public override void Prox(ReadOnlySpan<Real> v, Real step, Span<Real> result) => ExactProx(v, step, result);

    /// <inheritdoc/>
    public override double Divergence(ReadOnlySpan<Real> z, ReadOnlySpan<Real> s, ReadOnlySpan<Real> x)
    {
        // Σ (τ − xᵢ)₊ zᵢ: on the simplex the multiplier τ drops out of ⟨s − x, z − s⟩ but where σ(x) is zero.
        var (largest, threshold) = Threshold(x);
        var divergence = 0.0;
        for (var i = 0; i < z.Length; i++)
        {
            if (z[i] < 0)
            {
                return double.PositiveInfinity;
            }

            divergence += Math.Max(threshold - (x[i] - (double)largest), 0) * z[i];
        }

        return divergence;
    }

    /// <inheritdoc/>
    public override void PullBack(ReadOnlySpan<Real> x, ReadOnlySpan<Real> s, ReadOnlySpan<Real> gradient, Span<Real> result)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < s.Length; i++)
        {
            (sum, count) = s[i] > 0 ? (sum + gradient[i], count + 1) : (sum, count);
        }

        for (var i = 0; i < s.Length; i++)
        {
            result[i] = s[i] > 0 ? (Real)(gradient[i] - (sum / count)) : 0;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(Sparsemax);

    /// <summary>The largest v and τ relative to it: what is at most τ leaves the support, until nothing does.</summary>
    private static (T Largest, double Threshold) Threshold<T>(ReadOnlySpan<T> v)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var largest = Simplex.Largest(v);
        var (threshold, support) = (double.NegativeInfinity, v.Length + 1);
        while (true)
        {
            var (sum, count) = (0.0, 0);
            foreach (var value in v)
            {
                // In double, as a sum of many small values decides.
                var relative = double.CreateTruncating(value - largest);
                (sum, count) = relative > threshold ? (sum + relative, count + 1) : (sum, count);
            }

            if (count == support || count == 0)
            {
                return (largest, count == 0 ? double.NaN : threshold);
            }

            (threshold, support) = ((sum - 1) / count, count);
        }
    }
}
