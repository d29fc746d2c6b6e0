using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The prox of the hinge: σ(x) = x for x ≥ 1, x + λ for x ≤ 1 − λ, and 1 between. Ψ(z) = λ(1 − z)₊;
/// prox_{sΨ}(v) = max(v, min(v + sλ, 1)); φ*(x) = x²/2 − env, env = 0, λ(1−x) − λ²/2, and (1−x)²/2 between.
/// </summary>
[Activates("hinge")]
public readonly record struct Hinge : IScalarLaw
{
    /// <summary>Creates the law.</summary>
    /// <param name="weight">The weight λ ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is negative.</exception>
    public Hinge(double weight = 1) => Weight = Parameter.NotNegative(weight);

    /// <summary>Creates the law with weight 1.</summary>
    public Hinge()
        : this(1)
    {
    }

    /// <summary>The weight λ.</summary>
    public double Weight { get; }

    /// <inheritdoc/>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> => T.CreateTruncating(Weight) * T.Max(T.One - z, T.Zero);

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T> => T.Max(v, T.Min(v + (step * T.CreateTruncating(Weight)), T.One));

    /// <inheritdoc/>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x)
    {
        // With the pull q = s − x = clip(1 − x) to [0, λ]: (λ − q)(1 − z)₊ + q(z − 1)₊.
        var (zero, one, weight) = (Vector<Real>.Zero, Vector<Real>.One, new Vector<Real>((Real)Weight));
        var pull = Vector.MinNative(Vector.MaxNative(one - x, zero), weight);
        return ((weight - pull) * Vector.MaxNative(one - z, zero)) + (pull * Vector.MaxNative(z - one, zero));
    }

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step) =>
        Lanes.AtLeast(Lanes.AtMost(Vector<Real>.One, v + (step * new Vector<Real>((Real)Weight))), v);

    /// <inheritdoc/>
    public T Slope<T>(T x, T s)
        where T : IBinaryFloatingPointIeee754<T> => s == T.One ? T.Zero : T.One;

    /// <inheritdoc/>
    public Vector<Real> Slope(Vector<Real> x, Vector<Real> s) =>
        Vector.ConditionalSelect(Vector.Equals(s, Vector<Real>.One), Vector<Real>.Zero, Vector<Real>.One);
}
