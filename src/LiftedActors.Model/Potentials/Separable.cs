using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>The separable potential Ψ(z) = Σᵢ ψ(zᵢ) of a scalar law ψ.</summary>
/// <typeparam name="TLaw">The law; a struct, so that its calls are inlined.</typeparam>
/// <param name="law">The law with its parameters.</param>
public sealed class Separable<TLaw>(TLaw law) : ConvexPotential
    where TLaw : struct, IScalarLaw
{
    private readonly TLaw _law = law;

    /// <summary>The law with its parameters.</summary>
    public TLaw Law => _law;

    /// <inheritdoc/>
    public override double ActivationLipschitz { get; } = law.Lipschitz;

    /// <inheritdoc/>
    public override T Value<T>(ReadOnlySpan<T> z)
    {
        var sum = T.Zero;
        foreach (var value in z)
        {
            sum += _law.Value(value);
        }

        return sum;
    }

    /// <inheritdoc/>
    public override void ExactProx<T>(ReadOnlySpan<T> v, T step, Span<T> result)
    {
        for (var i = 0; i < v.Length; i++)
        {
            result[i] = _law.Prox(v[i], step);
        }
    }

    /// <inheritdoc/>
    public override void Prox(ReadOnlySpan<Real> v, Real step, Span<Real> result)
    {
        result = result[..v.Length];
        var steps = new Vector<Real>(step);
        var i = 0;
        for (; i <= v.Length - Vector<Real>.Count; i += Vector<Real>.Count)
        {
            _law.Prox(new Vector<Real>(v[i..]), steps).CopyTo(result[i..]);
        }

        if (i < v.Length)
        {
            Lanes.Store(_law.Prox(Lanes.Load(v[i..]), steps), result[i..]);
        }
    }

    /// <inheritdoc/>
    public override double Divergence(ReadOnlySpan<Real> z, ReadOnlySpan<Real> s, ReadOnlySpan<Real> x)
    {
        s = s[..z.Length];
        x = x[..z.Length];
        var sum = Vector<Real>.Zero;
        var i = 0;
        for (; i <= z.Length - Vector<Real>.Count; i += Vector<Real>.Count)
        {
            sum += _law.Divergence(new Vector<Real>(z[i..]), new Vector<Real>(s[i..]), new Vector<Real>(x[i..]));
        }

        var total = (double)Vector.Sum(sum);
        if (i < z.Length)
        {
            // The lanes past the end repeat an element in all three factors; only the real ones are counted.
            var tail = _law.Divergence(Lanes.Load(z[i..]), Lanes.Load(s[i..]), Lanes.Load(x[i..]));
            for (var lane = 0; lane < z.Length - i; lane++)
            {
                total += tail[lane];
            }
        }

        return total;
    }

    /// <inheritdoc/>
    public override void PullBack(ReadOnlySpan<Real> x, ReadOnlySpan<Real> s, ReadOnlySpan<Real> gradient, Span<Real> result)
    {
        for (var i = 0; i < x.Length; i += Vector<Real>.Count)
        {
            var slope = _law.Slope(Lanes.Load(x[i..]), Lanes.Load(s[i..]));
            Lanes.Store(slope * Lanes.Load(gradient[i..]), result[i..x.Length]);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => _law.ToString() ?? typeof(TLaw).Name;
}
