using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// Hard thresholding: σ(x) = x for |x| &gt; λ, else 0. Ψ(z) = λ|z| − z²/2 for |z| ≤ λ and λ²/2 beyond, so that φ is convex, not strongly;
/// φ*(x) = (x² − λ²)₊/2; prox_{sΨ} is the firm threshold between sλ and λ for s &lt; 1, and the hard one at √s λ from s = 1 on.
/// </summary>
/// <remarks>σ jumps: the penalty is defined and B ≥ 0, but it has no gradient in x with a Lipschitz constant.</remarks>
[Activates("hard-threshold")]
public readonly record struct HardThreshold : IScalarLaw
{
    private readonly ConcaveEnd _end;

    /// <summary>Creates the law.</summary>
    /// <param name="threshold">The threshold λ &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not positive.</exception>
    public HardThreshold(double threshold = 0.1) => _end = new ConcaveEnd(Parameter.Positive(threshold), threshold);

    /// <summary>Creates the law with threshold 0.1.</summary>
    public HardThreshold()
        : this(0.1)
    {
    }

    /// <summary>The threshold λ.</summary>
    public double Threshold => _end.Threshold;

    /// <inheritdoc/>
    public double Lipschitz => double.PositiveInfinity;

    /// <inheritdoc/>
    public double Weakness => 1;

    /// <inheritdoc/>
    public string? NotForGradientSteps => "hard thresholding jumps, so that its penalty has no Lipschitz gradient; soft-threshold or firm-threshold has";

    /// <inheritdoc/>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> => _end.Value(z);

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T> => _end.Prox(v, step);

    /// <inheritdoc/>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x) => _end.Divergence(z, s, x);

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step) => _end.Prox(v, step);

    /// <inheritdoc/>
    public T Slope<T>(T x, T s)
        where T : IBinaryFloatingPointIeee754<T> => s == T.Zero ? T.Zero : T.One;

    /// <inheritdoc/>
    public Vector<Real> Slope(Vector<Real> x, Vector<Real> s) =>
        Vector.ConditionalSelect(Vector.Equals(s, Vector<Real>.Zero), Vector<Real>.Zero, Vector<Real>.One);
}
