using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The rectifier, σ(x) = max(x, 0). Ψ is the indicator of z ≥ 0; prox_{sΨ}(v) = max(v, 0); φ*(x) = max(x, 0)²/2.
/// </summary>
[Activates("relu")]
public readonly record struct ReLU : IScalarLaw
{
    /// <inheritdoc/>
    public double LeastSlope(double low, double high) => low > 0 ? 1 : 0;

    /// <inheritdoc/>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> => z < T.Zero ? T.PositiveInfinity : T.Zero;

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T> => T.Max(v, T.Zero);

    /// <inheritdoc/>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x)
    {
        // Exact: one of s − x and s is zero.
        var outside = Vector.LessThan(z, Vector<Real>.Zero);
        return Vector.ConditionalSelect(outside, new Vector<Real>(Real.PositiveInfinity), (s - x) * (z - s));
    }

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step) => Lanes.AtLeast(Vector<Real>.Zero, v);

    /// <inheritdoc/>
    public T Slope<T>(T x, T s)
        where T : IBinaryFloatingPointIeee754<T> => x > T.Zero ? T.One : T.Zero;

    /// <inheritdoc/>
    public Vector<Real> Slope(Vector<Real> x, Vector<Real> s) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<Real>.Zero), Vector<Real>.One, Vector<Real>.Zero);
}
