using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// Firm thresholding: σ(x) = 0 for |x| ≤ λ, x for |x| ≥ μ, and sgn(x) μ(|x| − λ)/(μ − λ) between, which keeps large values as they are.
/// Ψ(z) = λ|z| − λz²/(2μ) for |z| ≤ μ and λμ/2 beyond (the minimax concave penalty).
/// </summary>
/// <remarks>
/// Ψ is weakly convex with w = λ/μ: φ is (1 − λ/μ)-strongly convex, and σ has the Lipschitz constant μ/(μ − λ) &gt; 1.
/// φ*(x) = 0, μ(|x| − λ)²/(2(μ − λ)) and x²/2 − λμ/2. prox_{sΨ} is the firm threshold of sλ for s λ/μ &lt; 1, and for longer steps the hard
/// one at √(sλμ), a minimiser. Source: Gao and Bruce (1997); Zhang (2010).
/// </remarks>
[Activates("firm-threshold")]
public readonly record struct FirmThreshold : IScalarLaw
{
    private readonly ConcaveEnd _end;

    /// <summary>Creates the law.</summary>
    /// <param name="threshold">The threshold λ ≥ 0.</param>
    /// <param name="upper">The μ &gt; λ from which on values are kept.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is negative, or upper not above it.</exception>
    public FirmThreshold(double threshold = 0.1, double upper = 1)
    {
        _end = new ConcaveEnd(Parameter.NotNegative(threshold), Parameter.Positive(upper));
        if (!(_end.Threshold < _end.Upper))
        {
            throw new ArgumentOutOfRangeException(nameof(upper), $"The upper end {upper} must be above the threshold {threshold}.");
        }
    }

    /// <summary>Creates the law with threshold 0.1 and upper end 1.</summary>
    public FirmThreshold()
        : this(0.1)
    {
    }

    /// <summary>The threshold λ.</summary>
    public double Threshold => _end.Threshold;

    /// <summary>The end μ.</summary>
    public double Upper => _end.Upper;

    /// <inheritdoc/>
    public double Lipschitz => Upper / (Upper - Threshold);

    /// <inheritdoc/>
    public double Weakness => Threshold / Upper;

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
        where T : IBinaryFloatingPointIeee754<T>
    {
        var inside = s == T.Zero ? T.Zero : T.CreateTruncating(Lipschitz);
        return T.Abs(x) < T.CreateTruncating(Upper) ? inside : T.One;
    }

    /// <inheritdoc/>
    public Vector<Real> Slope(Vector<Real> x, Vector<Real> s)
    {
        var inside = Vector.ConditionalSelect(Vector.Equals(s, Vector<Real>.Zero), Vector<Real>.Zero, new Vector<Real>((Real)Lipschitz));
        return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), new Vector<Real>((Real)Upper)), inside, Vector<Real>.One);
    }
}
