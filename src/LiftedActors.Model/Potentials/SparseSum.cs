using System.Collections.Immutable;
using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>The sum Ψ(z) + λ|z|₁ of a separable potential and the ℓ₁ norm.</summary>
/// <remarks>
/// In every feature prox_{s(ψ+λ|·|)}(v) is prox_{sψ}(v − sλ) where that is positive, prox_{sψ}(v + sλ) where that is negative, and 0 otherwise, as prox_{sψ} is monotone and 0
/// in the closure of the domain wherever neither holds: no member needs a form of its own. Source: docs/mathematics.md §5.1.
/// </remarks>
public sealed class SparseSum : ConvexPotential
{
    /// <summary>Features at a time, so that what is put aside fits on the stack.</summary>
    private const int Part = 256;

    private readonly ConvexPotential _of;
    private readonly double _weight;

    private SparseSum(ConvexPotential of, double weight) => (_of, _weight) = (of, weight);

    /// <inheritdoc/>
    public override double ActivationLipschitz => _of.ActivationLipschitz;

    /// <inheritdoc/>
    public override double Weakness => _of.Weakness;

    /// <inheritdoc/>
    public override string? NotForGradientSteps => _of.NotForGradientSteps;

    /// <inheritdoc/>
    public override bool IsSeparable => true;

    /// <summary>The sum; null where a part of the potential is not separable, so that the prox has no closed form here.</summary>
    /// <param name="potential">Ψ.</param>
    /// <param name="weight">λ ≥ 0.</param>
    public static ConvexPotential? Of(ConvexPotential potential, double weight)
    {
        if (potential is not Partitioned partitioned)
        {
            return potential.IsSeparable ? new SparseSum(potential, weight) : null;
        }

        var parts = partitioned.Parts.Select(part => (Potential: Of(part.Potential, weight), part.Length)).ToImmutableArray();
        return parts.Any(part => part.Potential is null) ? null : new Partitioned([.. parts.Select(part => (part.Potential!, part.Length))]);
    }

    /// <inheritdoc/>
    public override T Value<T>(ReadOnlySpan<T> z)
    {
        var sum = T.Zero;
        foreach (var value in z)
        {
            sum += T.Abs(value);
        }

        return _of.Value(z) + (T.CreateTruncating(_weight) * sum);
    }

    /// <inheritdoc/>
    public override void ExactProx<T>(ReadOnlySpan<T> v, T step, Span<T> result)
    {
        var (shift, right, left) = (step * T.CreateTruncating(_weight), v.ToArray(), v.ToArray());
        for (var i = 0; i < right.Length; i++)
        {
            right[i] -= shift;
            left[i] += shift;
        }

        _of.ExactProx<T>(right, step, right);
        _of.ExactProx<T>(left, step, left);
        for (var i = 0; i < right.Length; i++)
        {
            result[i] = right[i] > T.Zero ? right[i] : left[i] < T.Zero ? left[i] : T.Zero;
        }
    }

    /// <inheritdoc/>
    public override void Prox(ReadOnlySpan<Real> v, Real step, Span<Real> result)
    {
        var shift = step * (Real)_weight;
        Span<Real> right = stackalloc Real[Part], left = stackalloc Real[Part];
        for (var offset = 0; offset < v.Length; offset += Part)
        {
            var length = Math.Min(Part, v.Length - offset);
            var part = v.Slice(offset, length);
            for (var i = 0; i < length; i++)
            {
                (right[i], left[i]) = (part[i] - shift, part[i] + shift);
            }

            _of.Prox(right[..length], step, right[..length]);
            _of.Prox(left[..length], step, left[..length]);
            for (var i = 0; i < length; i++)
            {
                // What is not a number stays none.
                result[offset + i] = right[i] > 0 ? right[i] : left[i] < 0 ? left[i] : right[i] * left[i] <= 0 ? 0 : right[i] + left[i];
            }
        }
    }

    /// <summary>By the definition, in double: nothing sums it, as penalties measure distances to the activation without λ.</summary>
    public override double Divergence(ReadOnlySpan<Real> z, ReadOnlySpan<Real> s, ReadOnlySpan<Real> x)
    {
        var sum = 0.0;
        for (var i = 0; i < z.Length; i++)
        {
            var (point, activation) = ((double)z[i], (double)s[i]);
            sum += Value<double>([point]) - Value<double>([activation]) - ((x[i] - activation) * (point - activation));
        }

        return sum;
    }

    /// <inheritdoc/>
    public override void PullBack(ReadOnlySpan<Real> x, ReadOnlySpan<Real> s, ReadOnlySpan<Real> gradient, Span<Real> result)
    {
        var shift = (Real)_weight;
        Span<Real> shifted = stackalloc Real[Part];
        for (var offset = 0; offset < x.Length; offset += Part)
        {
            var length = Math.Min(Part, x.Length - offset);
            var from = s.Slice(offset, length);
            var to = result.Slice(offset, length);
            for (var i = 0; i < length; i++)
            {
                shifted[i] = x[offset + i] - (from[i] > 0 ? shift : -shift);
            }

            _of.PullBack(shifted[..length], from, gradient.Slice(offset, length), to);
            for (var i = 0; i < length; i++)
            {
                to[i] = from[i] == 0 ? 0 : to[i];
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{_of} + {_weight} |z|₁";
}
