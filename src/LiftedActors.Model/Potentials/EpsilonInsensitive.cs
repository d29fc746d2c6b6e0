using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The prox of the ε-insensitive loss: σ(x) = x for |x| ≤ ε, sgn(x)ε for |x| ≤ ε + λ, and sgn(x)(|x| − λ) beyond.
/// Ψ(z) = λ(|z| − ε)₊; prox_{sΨ} is the same with sλ for λ; φ*(x) = x²/2 − env, env = 0, (|x|−ε)²/2 and λ(|x|−ε) − λ²/2.
/// </summary>
[Activates("epsilon-insensitive")]
public readonly record struct EpsilonInsensitive : IScalarLaw
{
    private readonly Real _insensitivity;

    /// <summary>Creates the law.</summary>
    /// <param name="weight">The weight λ ≥ 0.</param>
    /// <param name="insensitivity">The half-width ε ≥ 0 of the interval without a loss.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is negative.</exception>
    public EpsilonInsensitive(double weight = 0.5, double insensitivity = 0.1)
    {
        // The ends ±ε are numbers that activations can take.
        (Weight, _insensitivity) = (Parameter.NotNegative(weight), (Real)Parameter.NotNegative(insensitivity));
    }

    /// <summary>Creates the law with weight 0.5 and insensitivity 0.1.</summary>
    public EpsilonInsensitive()
        : this(0.5)
    {
    }

    /// <summary>The weight λ.</summary>
    public double Weight { get; }

    /// <summary>The half-width ε.</summary>
    public double Insensitivity => _insensitivity;

    /// <inheritdoc/>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> =>
        T.CreateTruncating(Weight) * T.Max(T.Abs(z) - T.CreateTruncating(Insensitivity), T.Zero);

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var size = T.Abs(v);
        var shrunk = T.Max(T.Min(size, T.CreateTruncating(Insensitivity)), size - (step * T.CreateTruncating(Weight)));
        return v < T.Zero ? -shrunk : shrunk;
    }

    /// <inheritdoc/>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x)
    {
        // On the side of x, with the push q = |x − s| = clip(|x| − ε) to [0, λ]: λ(−z − ε)₊ + (λ − q)(z − ε)₊ + q(ε − z)₊.
        var (zero, end, weight) = (Vector<Real>.Zero, new Vector<Real>(_insensitivity), new Vector<Real>((Real)Weight));
        var towards = Vector.ConditionalSelect(Vector.LessThan(x, zero), -z, z);
        var push = Vector.MinNative(Vector.MaxNative(Vector.Abs(x) - end, zero), weight);
        return (weight * Vector.MaxNative(-towards - end, zero)) + ((weight - push) * Vector.MaxNative(towards - end, zero))
            + (push * Vector.MaxNative(end - towards, zero));
    }

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step)
    {
        var size = Vector.Abs(v);
        var shrunk = Lanes.AtLeast(Lanes.AtMost(new Vector<Real>(_insensitivity), size), size - (step * new Vector<Real>((Real)Weight)));
        return Vector.ConditionalSelect(Vector.LessThan(v, Vector<Real>.Zero), -shrunk, shrunk);
    }

    /// <inheritdoc/>
    public T Slope<T>(T x, T s)
        where T : IBinaryFloatingPointIeee754<T> => T.Abs(s) == T.CreateTruncating(Insensitivity) ? T.Zero : T.One;

    /// <inheritdoc/>
    public Vector<Real> Slope(Vector<Real> x, Vector<Real> s) =>
        Vector.ConditionalSelect(Vector.Equals(Vector.Abs(s), new Vector<Real>(_insensitivity)), Vector<Real>.Zero, Vector<Real>.One);
}
