using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// One-sided soft-thresholding, the rectifier past a threshold: σ(x) = (x − λ)₊. Ψ(z) = λz on z ≥ 0; prox_{sΨ}(v) = (v − sλ)₊;
/// φ*(x) = (x − λ)₊²/2. Its activations are sparse and not negative.
/// </summary>
[Activates("one-sided-soft-threshold")]
public readonly record struct OneSidedSoftThreshold : IScalarLaw
{
    /// <summary>Creates the law.</summary>
    /// <param name="threshold">The threshold λ ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is negative.</exception>
    public OneSidedSoftThreshold(double threshold = 0.1) => Threshold = Parameter.NotNegative(threshold);

    /// <summary>Creates the law with threshold 0.1.</summary>
    public OneSidedSoftThreshold()
        : this(0.1)
    {
    }

    /// <summary>The threshold λ.</summary>
    public double Threshold { get; }

    /// <inheritdoc/>
    public double LeastSlope(double low, double high) => low > 0 ? 1 : 0;

    /// <inheritdoc/>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> => z < T.Zero ? T.PositiveInfinity : T.CreateTruncating(Threshold) * z;

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T> => T.Max(v - (step * T.CreateTruncating(Threshold)), T.Zero);

    /// <inheritdoc/>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x)
    {
        // (λ − x)z where s = 0, and nothing where s > 0.
        var below = Vector.MaxNative(new Vector<Real>((Real)Threshold) - x, Vector<Real>.Zero);
        return Vector.ConditionalSelect(Vector.LessThan(z, Vector<Real>.Zero), new Vector<Real>(Real.PositiveInfinity), below * z);
    }

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step) => Lanes.AtLeast(Vector<Real>.Zero, v - (step * new Vector<Real>((Real)Threshold)));

    /// <inheritdoc/>
    public T Slope<T>(T x, T s)
        where T : IBinaryFloatingPointIeee754<T> => s > T.Zero ? T.One : T.Zero;

    /// <inheritdoc/>
    public Vector<Real> Slope(Vector<Real> x, Vector<Real> s) =>
        Vector.ConditionalSelect(Vector.GreaterThan(s, Vector<Real>.Zero), Vector<Real>.One, Vector<Real>.Zero);
}
