using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The clip to an interval [l, h] (hard tanh for [−1, 1], ReLU6 for [0, 6]): σ(x) = min(max(x, l), h).
/// Ψ is the indicator of [l, h]; prox_{sΨ}(v) = σ(v) for every step.
/// </summary>
[Activates("box")]
public readonly record struct Box : IScalarLaw
{
    private readonly Real _lower;
    private readonly Real _upper;

    /// <summary>Creates the law.</summary>
    /// <param name="lower">The lower end l.</param>
    /// <param name="upper">The upper end h &gt; l.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is empty.</exception>
    public Box(double lower = -1, double upper = 1)
    {
        // The ends are numbers that activations can take, so that a clipped value lies in the interval in double, too.
        (_lower, _upper) = ((Real)lower, (Real)upper);
        if (!(_lower < _upper))
        {
            throw new ArgumentOutOfRangeException(nameof(lower), $"The interval from lower = {lower} to upper = {upper} is empty; lower must be below upper.");
        }
    }

    /// <summary>Creates the law on [−1, 1].</summary>
    public Box()
        : this(-1)
    {
    }

    /// <summary>The lower end l.</summary>
    public double Lower => _lower;

    /// <summary>The upper end h.</summary>
    public double Upper => _upper;

    /// <inheritdoc/>
    public double LeastSlope(double low, double high) => low > Lower && high < Upper ? 1 : 0;

    /// <inheritdoc/>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> =>
        z < T.CreateTruncating(Lower) || z > T.CreateTruncating(Upper) ? T.PositiveInfinity : T.Zero;

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T> => T.Min(T.Max(v, T.CreateTruncating(Lower)), T.CreateTruncating(Upper));

    /// <inheritdoc/>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x)
    {
        var outside = Vector.LessThan(z, new Vector<Real>(_lower)) | Vector.GreaterThan(z, new Vector<Real>(_upper));
        return Vector.ConditionalSelect(outside, new Vector<Real>(Real.PositiveInfinity), (s - x) * (z - s));
    }

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step) =>
        Lanes.AtMost(new Vector<Real>(_upper), Lanes.AtLeast(new Vector<Real>(_lower), v));

    /// <inheritdoc/>
    public T Slope<T>(T x, T s)
        where T : IBinaryFloatingPointIeee754<T> => x == s ? T.One : T.Zero;

    /// <inheritdoc/>
    public Vector<Real> Slope(Vector<Real> x, Vector<Real> s) =>
        Vector.ConditionalSelect(Vector.Equals(x, s), Vector<Real>.One, Vector<Real>.Zero);
}
