using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The hard sigmoid with slope a and offset c, σ(x) = min(max(a x + c, 0), 1). Ψ(z) = (1/a − 1)z²/2 − (c/a)z on [0, 1];
/// prox_{sΨ}(v) = (v + s c/a)/(1 + s(1/a − 1)), clipped; φ*(x) = x σ − σ²/(2a) + (c/a)σ with σ = σ(x).
/// </summary>
/// <remarks>The defaults, x/6 + 1/2, are those of the usual libraries.</remarks>
[Activates("hard-sigmoid")]
public readonly record struct HardSigmoid : IScalarLaw
{
    private const double DefaultSlope = 1.0 / 6;
    private readonly double _curvature;
    private readonly double _pull;

    /// <summary>Creates the law.</summary>
    /// <param name="slope">The slope a in (0, 1].</param>
    /// <param name="offset">The offset c.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slope is not in (0, 1], or the offset is not finite.</exception>
    public HardSigmoid(double slope = DefaultSlope, double offset = 0.5)
    {
        (Slope, Offset) = (Parameter.Fraction(slope), offset);
        (_curvature, _pull) = ((1 / slope) - 1, offset / slope);
        if (!Real.IsFinite((Real)_pull))
        {
            throw new ArgumentOutOfRangeException(nameof(offset), $"The offset over the slope must be finite, which {offset}/{slope} is not.");
        }
    }

    /// <summary>Creates the law σ(x) = min(max(x/6 + 1/2, 0), 1).</summary>
    public HardSigmoid()
        : this(DefaultSlope)
    {
    }

    /// <summary>The slope a.</summary>
    public double Slope { get; }

    /// <summary>The offset c.</summary>
    public double Offset { get; }

    /// <inheritdoc/>
    public double Lipschitz => Slope;

    /// <inheritdoc/>
    public double LeastSlope(double low, double high) => low > 0 && high < 1 ? Slope : 0;

    /// <inheritdoc/>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> =>
        z < T.Zero || z > T.One
            ? T.PositiveInfinity
            : z * ((T.CreateTruncating(_curvature) * z / T.CreateTruncating(2)) - T.CreateTruncating(_pull));

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var free = (v + (step * T.CreateTruncating(_pull))) / (T.One + (step * T.CreateTruncating(_curvature)));
        return T.Min(T.Max(free, T.Zero), T.One);
    }

    /// <inheritdoc/>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x)
    {
        // (1/a − 1)/2 (z−s)² and, where s is an end of [0, 1], the normal s − (a x + c) times (z−s)/a, which is not negative.
        var (zero, one) = (Vector<Real>.Zero, Vector<Real>.One);
        var (difference, normal) = (z - s, s - ((new Vector<Real>((Real)Slope) * x) + new Vector<Real>((Real)Offset)));
        var atEnd = Vector.ConditionalSelect(Vector.Equals(s, zero) | Vector.Equals(s, one), normal * difference, zero);
        var inside = (new Vector<Real>((Real)(_curvature / 2)) * difference * difference) + (Vector.MaxNative(atEnd, zero) * new Vector<Real>((Real)(1 / Slope)));
        return Vector.ConditionalSelect(Vector.LessThan(z, zero) | Vector.GreaterThan(z, one), new Vector<Real>(Real.PositiveInfinity), inside);
    }

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step)
    {
        var free = (v + (step * new Vector<Real>((Real)_pull))) / (Vector<Real>.One + (step * new Vector<Real>((Real)_curvature)));
        return Lanes.AtMost(Vector<Real>.One, Lanes.AtLeast(Vector<Real>.Zero, free));
    }

    /// <inheritdoc/>
    T IScalarLaw.Slope<T>(T x, T s) => s > T.Zero && s < T.One ? T.CreateTruncating(Slope) : T.Zero;

    /// <inheritdoc/>
    Vector<Real> IScalarLaw.Slope(Vector<Real> x, Vector<Real> s) => Vector.ConditionalSelect(
        Vector.GreaterThan(s, Vector<Real>.Zero) & Vector.LessThan(s, Vector<Real>.One), new Vector<Real>((Real)Slope), Vector<Real>.Zero);
}
