using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The leaky rectifier with slope a, σ(x) = x for x ≥ 0 and a x below. Ψ(z) = (1/a − 1)z²/2 for z &lt; 0, else 0;
/// prox_{sΨ}(v) = v / (1 + s(1/a − 1)) for v &lt; 0, else v.
/// </summary>
[Activates("leaky-relu")]
public readonly record struct LeakyReLU : IScalarLaw
{
    private readonly double _curvature;

    /// <summary>Creates the law.</summary>
    /// <param name="slope">The slope a on the negative side, in (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">The slope is not in (0, 1].</exception>
    public LeakyReLU(double slope = 0.01)
    {
        if (!(slope is > 0 and <= 1 && Real.IsFinite((Real)(1 / slope))))
        {
            throw new ArgumentOutOfRangeException(nameof(slope), $"The slope must be in (0, 1] and its inverse finite, which {slope} is not.");
        }

        Slope = slope;
        _curvature = (1 / slope) - 1;
    }

    /// <summary>Creates the law with slope 0.01.</summary>
    public LeakyReLU()
        : this(0.01)
    {
    }

    /// <summary>The slope a on the negative side.</summary>
    public double Slope { get; }

    /// <inheritdoc/>
    public double LeastSlope(double low, double high) => low >= 0 ? 1 : Slope;

    /// <inheritdoc/>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> =>
        z < T.Zero ? T.CreateTruncating(_curvature) * z * z / T.CreateTruncating(2) : T.Zero;

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T> =>
        v < T.Zero ? v / (T.One + (step * T.CreateTruncating(_curvature))) : v;

    /// <inheritdoc/>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x)
    {
        // c/2 (z₋ − s₋)² − c s₋ z₊ with c = 1/a − 1: two terms that are not negative.
        var below = Vector.MinNative(s, Vector<Real>.Zero);
        var difference = Vector.MinNative(z, Vector<Real>.Zero) - below;
        var half = new Vector<Real>((Real)(_curvature / 2));
        return half * ((difference * difference) - ((below + below) * Vector.MaxNative(z, Vector<Real>.Zero)));
    }

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step)
    {
        var shrunk = v / (Vector<Real>.One + (step * new Vector<Real>((Real)_curvature)));
        return Vector.ConditionalSelect(Vector.LessThan(v, Vector<Real>.Zero), shrunk, v);
    }

    /// <inheritdoc/>
    T IScalarLaw.Slope<T>(T x, T s) => x > T.Zero ? T.One : T.CreateTruncating(Slope);

    /// <inheritdoc/>
    Vector<Real> IScalarLaw.Slope(Vector<Real> x, Vector<Real> s) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<Real>.Zero), Vector<Real>.One, new Vector<Real>((Real)Slope));
}
