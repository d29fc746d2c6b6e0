using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The exponential linear unit, σ(x) = x for x ≥ 0 and a(eˣ − 1) below. Ψ(z) = 0 for z ≥ 0 and
/// (z + a) log(1 + z/a) − z − z²/2 on [−a, 0); φ*(x) = x²/2 and a(eˣ − x − 1); prox_{sΨ}(v) = v for v ≥ 0, and by a root below for s ≠ 1.
/// </summary>
/// <remarks>For a &gt; 1 the slope exceeds 1 and Ψ is not convex. Source: Clevert, Unterthiner, Hochreiter (2016).</remarks>
[Activates("elu")]
public readonly record struct ELU : IScalarLaw, ISmoothActivation, IValueOnLanes
{
    private readonly Real _scale;

    /// <summary>Creates the law.</summary>
    /// <param name="scale">The a in (0, 1]; −a is the least activation.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not in (0, 1].</exception>
    public ELU(double scale = 1) => _scale = (Real)Parameter.Fraction(scale);

    /// <summary>Creates the law with scale 1.</summary>
    public ELU()
        : this(1)
    {
    }

    /// <summary>The scale a.</summary>
    public double Scale => _scale;

    /// <inheritdoc/>
    public double LeastSlope(double low, double high) =>
        // σ′ = σ + a below 0, and at most 1.
        low >= 0 ? 1 : Math.Max(0, low + Scale);

    /// <inheritdoc/>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var scale = T.CreateTruncating(Scale);
        if (z < -scale)
        {
            return T.PositiveInfinity;
        }

        var y = z / scale;
        var entropy = y <= -T.One ? T.Zero : (T.One + y) * ElementaryFunctions.LogP1(y);
        return z < T.Zero ? (scale * (entropy - y)) - (z * z / T.CreateTruncating(2)) : T.Zero;
    }

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T> =>
        v < T.Zero
            ? T.CreateTruncating(Scale) * ElementaryFunctions.ExpM1(T.Min(step == T.One ? v : MonotoneRoot.Solve(v, step, this), T.Zero))
            : v;

    /// <inheritdoc/>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x) => SmoothLanes.Divergence(this, z, s, x);

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step) =>
        Vector.ConditionalSelect(Vector.LessThan(v, Vector<Real>.Zero), SmoothLanes.Prox(this, v, step), v);

    /// <inheritdoc/>
    public T Slope<T>(T x, T s)
        where T : IBinaryFloatingPointIeee754<T> => x > T.Zero ? T.One : s + T.CreateTruncating(Scale);

    /// <inheritdoc/>
    public Vector<Real> Slope(Vector<Real> x, Vector<Real> s) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<Real>.Zero), Vector<Real>.One, s + new Vector<Real>(_scale));

    Envelope ISmoothActivation.Range => new(-Scale, 0, Rise: 1);

    (T Excess, T Slope) ISmoothActivation.At<T>(T t)
    {
        if (!(t < T.Zero))
        {
            return (t * T.Zero, T.One);
        }

        var value = T.CreateTruncating(Scale) * ElementaryFunctions.ExpM1(t);
        return (value, value + T.CreateTruncating(Scale));
    }

    (Vector<double> Excess, Vector<double> Slope) ISmoothActivation.At(Vector<double> t)
    {
        var (isBelow, scale) = (Vector.LessThan(t, Vector<double>.Zero), new Vector<double>(Scale));
        var value = scale * ElementaryFunctions.ExpM1(Vector.ConditionalSelect(isBelow, t, Vector<double>.Zero));
        return (value, Vector.ConditionalSelect(isBelow, value + scale, Vector<double>.One));
    }

    Vector<double> IValueOnLanes.Phi(Vector<double> z)
    {
        // ½z², or a((1 + y) log(1 + y) − y) with y = z/a.
        var (zero, one, scale) = (Vector<double>.Zero, Vector<double>.One, new Vector<double>(Scale));
        var y = Vector.ConditionalSelect(Vector.LessThan(z, zero), z / scale, zero);
        var entropy = Vector.ConditionalSelect(Vector.LessThanOrEqual(y, -one), zero, (one + y) * ElementaryFunctions.LogP1(y));
        var value = Vector.ConditionalSelect(Vector.LessThan(z, zero), scale * (entropy - y), new Vector<double>(0.5) * z * z);
        return Vector.ConditionalSelect(Vector.LessThan(z, -scale), new Vector<double>(double.PositiveInfinity), value);
    }
}
