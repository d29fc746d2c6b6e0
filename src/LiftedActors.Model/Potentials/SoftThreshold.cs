using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// Soft-thresholding, σ(x) = sgn(x)(|x| − λ)₊. Ψ(z) = λ|z|; prox_{sΨ}(v) = sgn(v)(|v| − sλ)₊; φ*(x) = (|x| − λ)₊²/2.
/// </summary>
[Activates("soft-threshold")]
public readonly record struct SoftThreshold : IScalarLaw
{
    private readonly Real _threshold;

    /// <summary>Creates the law.</summary>
    /// <param name="threshold">The threshold λ ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is negative.</exception>
    public SoftThreshold(double threshold = 0.1)
    {
        if (!(threshold >= 0 && double.IsFinite(threshold)))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), $"The threshold must be finite and not negative, which {threshold} is not.");
        }

        (Threshold, _threshold) = (threshold, (Real)threshold);
    }

    /// <summary>Creates the law with threshold 0.1.</summary>
    public SoftThreshold()
        : this(0.1)
    {
    }

    /// <summary>The threshold λ.</summary>
    public double Threshold { get; }

    /// <inheritdoc/>
    public double LeastSlope(double low, double high) => low > 0 || high < 0 ? 1 : 0;

    /// <inheritdoc/>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> => T.CreateTruncating(Threshold) * T.Abs(z);

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var t = step * T.CreateTruncating(Threshold);
        return T.Max(v - t, T.Zero) + T.Min(v + t, T.Zero);
    }

    /// <inheritdoc/>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x)
    {
        // λ|z| − clip(x)z, as x − s is x clipped to [−λ, λ] and Ψ(s) = (x − s)s: exactly zero where z and s have one sign.
        var threshold = new Vector<Real>(_threshold);
        return (threshold * Vector.Abs(z)) - (Clip(x, threshold) * z);
    }

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step) => v - Clip(v, step * new Vector<Real>(_threshold));

    /// <inheritdoc/>
    public T Slope<T>(T x, T s)
        where T : IBinaryFloatingPointIeee754<T> => s == T.Zero ? T.Zero : T.One;

    /// <inheritdoc/>
    public Vector<Real> Slope(Vector<Real> x, Vector<Real> s) =>
        Vector.ConditionalSelect(Vector.Equals(s, Vector<Real>.Zero), Vector<Real>.Zero, Vector<Real>.One);

    private static Vector<Real> Clip(Vector<Real> v, Vector<Real> end) => Vector.MinNative(Vector.MaxNative(v, -end), end);
}
