using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The softmax, σ(x)ᵢ = e^{xᵢ} / Σⱼ e^{xⱼ}. Ψ(z) = Σᵢ zᵢ log zᵢ − ½|z|² on the simplex; φ*(x) = log Σⱼ e^{xⱼ}.
/// As a loss against a one-hot target its Bregman penalty is the cross-entropy.
/// </summary>
/// <remarks>
/// For a step s ≠ 1 the prox solves s log uᵢ + (1−s)uᵢ = vᵢ − ν for every coordinate, with ν fixed by Σᵢ uᵢ = 1.
/// Source: docs/mathematics.md §3.
/// </remarks>
[Activates("softmax")]
public sealed class Softmax : ConvexPotential
{
    private const int MaximumSteps = 200;

    /// <inheritdoc/>
    public override double ActivationLipschitz => 1;

    /// <inheritdoc/>
    public override T Value<T>(ReadOnlySpan<T> z)
    {
        var entropy = T.Zero;
        foreach (var value in z)
        {
            entropy += ElementaryFunctions.XLogX(value) - (value * value / T.CreateTruncating(2));
        }

        return Simplex.Contains(z) ? entropy : T.PositiveInfinity;
    }

    /// <inheritdoc/>
    public override void ExactProx<T>(ReadOnlySpan<T> v, T step, Span<T> result)
    {
        if (step == T.One)
        {
            Normalise(v, result);
            return;
        }

        // Relative to max v, so that large inputs cost no digits; in double, as the sum is sensitive to ν for small and large steps.
        // u is decreasing in ν: at ν = −(1−s)₊ the largest u is at least 1, at ν = s log n + (s−1)₊ every u is at most 1/n.
        var (largest, length) = (Simplex.Largest(v), double.CreateTruncating(step));
        var low = -Math.Max(1 - length, 0) - 1;
        var high = (length * Math.Log(v.Length)) + Math.Max(length - 1, 0) + 1;
        for (var k = 0; k < MaximumSteps; k++)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                break;
            }

            (low, high) = SumAt(v, largest, length, middle) > 1 ? (middle, high) : (low, middle);
        }

        var sum = SumAt(v, largest, length, high);
        for (var i = 0; i < v.Length; i++)
        {
            result[i] = T.CreateTruncating(Coordinate(double.CreateTruncating(v[i] - largest) - high, length) / sum);
        }
    }

    /// <inheritdoc/>
    public override void Prox(ReadOnlySpan<Real> v, Real step, Span<Real> result) => ExactProx(v, step, result);

    /// <inheritdoc/>
    public override double Divergence(ReadOnlySpan<Real> z, ReadOnlySpan<Real> s, ReadOnlySpan<Real> x)
    {
        // On the simplex ½|z−s|² + D_Ψ(z, s) is the Kullback–Leibler divergence Σ z (log z − x + log Σ e^x).
        double largest = Simplex.Largest(x);
        var sum = 0.0;
        foreach (var value in x)
        {
            sum += Math.Exp(value - largest);
        }

        var logSum = largest + Math.Log(sum);
        var divergence = 0.0;
        for (var i = 0; i < z.Length; i++)
        {
            // Each z log(z/σ) − z + σ is not negative, also where rounding left z beside the simplex.
            double difference = z[i] - s[i];
            divergence += ElementaryFunctions.XLogX((double)z[i]) - (z[i] * (x[i] - logSum)) - z[i] + Math.Exp(x[i] - logSum) - (0.5 * difference * difference);
        }

        // By Pinsker's inequality not negative, up to rounding.
        return Math.Max(0, divergence);
    }

    /// <inheritdoc/>
    public override void PullBack(ReadOnlySpan<Real> x, ReadOnlySpan<Real> s, ReadOnlySpan<Real> gradient, Span<Real> result)
    {
        var mean = 0.0;
        for (var i = 0; i < s.Length; i++)
        {
            mean += (double)s[i] * gradient[i];
        }

        for (var i = 0; i < s.Length; i++)
        {
            result[i] = s[i] * (gradient[i] - (Real)mean);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(Softmax);

    private static void Normalise<T>(ReadOnlySpan<T> v, Span<T> result)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var largest = Simplex.Largest(v);
        var sum = T.Zero;
        for (var i = 0; i < v.Length; i++)
        {
            result[i] = T.Exp(v[i] - largest);
            sum += result[i];
        }

        for (var i = 0; i < v.Length; i++)
        {
            result[i] /= sum;
        }
    }

    private static double SumAt<T>(ReadOnlySpan<T> v, T largest, double step, double multiplier)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var sum = 0.0;
        foreach (var value in v)
        {
            sum += Coordinate(double.CreateTruncating(value - largest) - multiplier, step);
        }

        return sum;
    }

    /// <summary>The u in (0, ∞) with s log u + (1−s)u = r; past u = 1 the value no longer matters, so it is cut there.</summary>
    private static double Coordinate(double r, double step)
    {
        if (r >= 1 - step)
        {
            return 2;
        }

        // With u = e^t: s t + (1−s)e^t = r on t ≤ 0, slope between min(s, 1) and max(s, 1): safeguarded Newton.
        var weight = 1 - step;
        var (low, high) = (Math.Min(r, r - weight) / step, 0.0);
        var t = Math.Min(r / step, 0);
        for (var k = 0; k < MaximumSteps; k++)
        {
            var value = Math.Exp(t);
            var residual = (step * t) + (weight * value) - r;
            (low, high) = residual > 0 ? (low, t) : (t, high);
            var newton = t - (residual / (step + (weight * value)));
            if (newton == t)
            {
                break;
            }

            var next = newton > low && newton < high ? newton : low + ((high - low) / 2);
            if (next == t || double.IsNaN(next))
            {
                break;
            }

            t = next;
        }

        return Math.Exp(t);
    }
}
