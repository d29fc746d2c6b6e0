using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The softmax, σ(x)ᵢ = e^{xᵢ} / Σⱼ e^{xⱼ}. Ψ(z) = Σᵢ zᵢ log zᵢ − ½|z|² on the simplex; φ*(x) = log Σⱼ e^{xⱼ}.
/// As a loss against a one-hot target its Bregman penalty is the cross-entropy.
/// </summary>
/// <remarks>
/// For a step s ≠ 1 the prox solves s log uᵢ + (1−s)uᵢ = vᵢ − ν for every coordinate, with ν fixed by Σᵢ uᵢ = 1.
/// Source: mathematical specification §3.
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
        var (sum, entropy) = (T.Zero, T.Zero);
        foreach (var value in z)
        {
            if (value < T.Zero)
            {
                return T.PositiveInfinity;
            }

            sum += value;
            entropy += XLogX(value) - (value * value / T.CreateTruncating(2));
        }

        var tolerance = T.CreateTruncating(z.Length + 4) * (T.BitIncrement(T.One) - T.One);
        return T.Abs(sum - T.One) > tolerance ? T.PositiveInfinity : entropy;
    }

    /// <inheritdoc/>
    public override void ExactProx<T>(ReadOnlySpan<T> v, T step, Span<T> result)
    {
        if (step == T.One)
        {
            Normalise(v, result);
            return;
        }

        // u is decreasing in ν: at ν = max v − (1−s)₊ the largest u is at least 1, at ν = max v + s log n every u is at most 1/n.
        var largest = Largest(v);
        var low = largest - T.Max(T.One - step, T.Zero) - T.One;
        var high = largest + (step * T.Log(T.CreateTruncating(v.Length))) + T.Max(step - T.One, T.Zero) + T.One;
        for (var k = 0; k < MaximumSteps; k++)
        {
            var middle = low + ((high - low) / T.CreateTruncating(2));
            if (middle <= low || middle >= high)
            {
                break;
            }

            (low, high) = SumAt(v, step, middle) > T.One ? (middle, high) : (low, middle);
        }

        for (var i = 0; i < v.Length; i++)
        {
            result[i] = Coordinate(v[i] - high, step);
        }
    }

    /// <inheritdoc/>
    public override void Prox(ReadOnlySpan<Real> v, Real step, Span<Real> result) => ExactProx(v, step, result);

    /// <inheritdoc/>
    public override double Divergence(ReadOnlySpan<Real> z, ReadOnlySpan<Real> s, ReadOnlySpan<Real> x)
    {
        // On the simplex ½|z−s|² + D_Ψ(z, s) is the Kullback–Leibler divergence Σ z (log z − x + log Σ e^x).
        double largest = Largest(x);
        var sum = 0.0;
        foreach (var value in x)
        {
            sum += Math.Exp(value - largest);
        }

        var logSum = largest + Math.Log(sum);
        var divergence = 0.0;
        for (var i = 0; i < z.Length; i++)
        {
            double difference = z[i] - s[i];
            divergence += XLogX((double)z[i]) - (z[i] * (x[i] - logSum)) - (0.5 * difference * difference);
        }

        return divergence;
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

    private static T XLogX<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> => z <= T.Zero ? T.Zero : z * T.Log(z);

    private static T Largest<T>(ReadOnlySpan<T> v)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var largest = T.NegativeInfinity;
        foreach (var value in v)
        {
            largest = T.Max(largest, value);
        }

        return largest;
    }

    private static void Normalise<T>(ReadOnlySpan<T> v, Span<T> result)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var largest = Largest(v);
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

    private static T SumAt<T>(ReadOnlySpan<T> v, T step, T multiplier)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var sum = T.Zero;
        foreach (var value in v)
        {
            sum += Coordinate(value - multiplier, step);
        }

        return sum;
    }

    /// <summary>The u in (0, ∞) with s log u + (1−s)u = r; past u = 1 the value no longer matters, so it is cut there.</summary>
    private static T Coordinate<T>(T r, T step)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (r >= T.One - step)
        {
            return T.CreateTruncating(2);
        }

        // With u = e^t: s t + (1−s)e^t = r on t ≤ 0, slope between min(s, 1) and max(s, 1): safeguarded Newton.
        var weight = T.One - step;
        var (low, high) = (T.Min(r, r - weight) / step, T.Zero);
        var t = T.Min(r / step, T.Zero);
        for (var k = 0; k < MaximumSteps; k++)
        {
            var value = T.Exp(t);
            var residual = (step * t) + (weight * value) - r;
            (low, high) = residual > T.Zero ? (low, t) : (t, high);
            var newton = t - (residual / (step + (weight * value)));
            var next = newton > low && newton < high ? newton : low + ((high - low) / T.CreateTruncating(2));
            if (next == t || T.IsNaN(next))
            {
                break;
            }

            t = next;
        }

        return T.Exp(t);
    }
}
