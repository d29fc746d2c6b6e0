using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The prox of the squared hinge: σ(x) = x for x ≥ 1 and (x + λ)/(1 + λ) below. Ψ(z) = λ(1 − z)₊²/2;
/// prox_{sΨ}(v) = v for v ≥ 1, else (v + sλ)/(1 + sλ); φ*(x) = x²/2 − λ(1 − x)₊²/(2(1 + λ)).
/// </summary>
[Activates("squared-hinge")]
public readonly record struct SquaredHinge : IScalarLaw
{
    /// <summary>Creates the law.</summary>
    /// <param name="weight">The weight λ ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is negative.</exception>
    public SquaredHinge(double weight = 1) => Weight = Parameter.NotNegative(weight);

    /// <summary>Creates the law with weight 1.</summary>
    public SquaredHinge()
        : this(1)
    {
    }

    /// <summary>The weight λ.</summary>
    public double Weight { get; }

    /// <inheritdoc/>
    public double LeastSlope(double low, double high) => low >= 1 ? 1 : 1 / (1 + Weight);

    /// <inheritdoc/>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var below = T.Max(T.One - z, T.Zero);
        return T.CreateTruncating(Weight) * below * below / T.CreateTruncating(2);
    }

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var weight = step * T.CreateTruncating(Weight);
        return v < T.One ? (v + weight) / (T.One + weight) : v;
    }

    /// <inheritdoc/>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x)
    {
        // λ/2 (min(z, 1) − min(s, 1))² + λ(1 − s)₊(z − 1)₊: two terms that are not negative.
        var (zero, one) = (Vector<Real>.Zero, Vector<Real>.One);
        var difference = Vector.MinNative(z, one) - Vector.MinNative(s, one);
        var across = Vector.MaxNative(one - s, zero) * Vector.MaxNative(z - one, zero);
        return new Vector<Real>((Real)(Weight / 2)) * ((difference * difference) + across + across);
    }

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step)
    {
        var weight = step * new Vector<Real>((Real)Weight);
        return Vector.ConditionalSelect(Vector.LessThan(v, Vector<Real>.One), (v + weight) / (Vector<Real>.One + weight), v);
    }

    /// <inheritdoc/>
    public T Slope<T>(T x, T s)
        where T : IBinaryFloatingPointIeee754<T> => x < T.One ? T.One / (T.One + T.CreateTruncating(Weight)) : T.One;

    /// <inheritdoc/>
    public Vector<Real> Slope(Vector<Real> x, Vector<Real> s) =>
        Vector.ConditionalSelect(Vector.LessThan(x, Vector<Real>.One), new Vector<Real>((Real)(1 / (1 + Weight))), Vector<Real>.One);
}
