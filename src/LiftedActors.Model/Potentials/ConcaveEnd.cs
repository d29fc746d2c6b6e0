using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// Ψ(z) = λ|z| − λz²/(2μ) for |z| ≤ μ and λμ/2 beyond, 0 ≤ λ ≤ μ: the potential of firm thresholding, and for μ = λ of hard thresholding.
/// </summary>
/// <remarks>The ends are numbers that activations can take, so that a value on a kink is seen there in every precision.</remarks>
internal readonly record struct ConcaveEnd
{
    private readonly Real _threshold;
    private readonly Real _upper;

    public ConcaveEnd(double threshold, double upper) => (_threshold, _upper) = ((Real)threshold, (Real)upper);

    /// <summary>λ.</summary>
    public double Threshold => _threshold;

    /// <summary>μ.</summary>
    public double Upper => _upper;

    private double Bend => Upper == 0 ? 0 : Threshold / Upper;

    /// <summary>Ψ(z).</summary>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var size = T.Min(T.Abs(z), T.CreateTruncating(Upper));
        return size * (T.CreateTruncating(Threshold) - (T.CreateTruncating(Bend) * size / T.CreateTruncating(2)));
    }

    /// <summary>A minimiser of ½(u − v)² + sΨ(u); where two are as good, 0.</summary>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var (size, steepness) = (T.Abs(v), T.One - (step * T.CreateTruncating(Bend)));
        var start = step * T.CreateTruncating(Threshold);
        if (steepness <= T.Zero)
        {
            // Between 0 and μ the sum is concave, and its least value at 0 or v.
            return size * size > start * T.CreateTruncating(Upper) ? v : v * T.Zero;
        }

        var shrunk = T.Max(size - start, T.Zero) / steepness;
        var thresholded = v < T.Zero ? -shrunk : shrunk;
        return size >= T.CreateTruncating(Upper) ? v : thresholded;
    }

    /// <summary>Ψ(z) − Ψ(s) − (x − s)(z − s) on every lane, s = σ(x); not below −λ(z − s)²/(2μ).</summary>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x)
    {
        // On the side of x, split at 0 and at ±μ: what a quadratic piece contributes is its curvature times half a squared difference.
        var (zero, upper, threshold) = (Vector<Real>.Zero, new Vector<Real>(_upper), new Vector<Real>(_threshold));
        var (isBelow, bend) = (Vector.LessThan(x, zero), new Vector<Real>((Real)(Bend / 2)));
        var (point, at) = (Vector.ConditionalSelect(isBelow, -z, z), Vector.Abs(s));
        var (size, kept) = (Vector.MinNative(Vector.Abs(point), upper), Vector.MinNative(at, upper));

        // The slope of Ψ beside σ(x), and the one that x takes: x − s, which is less only where σ(x) = 0.
        var steep = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(at, upper), zero, threshold - (bend * (kept + kept)));
        var slope = Vector.ConditionalSelect(Vector.Equals(at, zero), Vector.MinNative(Vector.Abs(x), threshold), steep);
        var over = Vector.MaxNative(point - upper, zero) - Vector.MaxNative(at - upper, zero);
        var difference = Vector.MinNative(Vector.MaxNative(point, zero), upper) - kept;
        var same = ((steep - slope) * difference) - (bend * difference * difference) - (slope * over);
        var opposite = (size * (threshold - (bend * size))) - (slope * point);
        return same + Vector.ConditionalSelect(Vector.LessThan(point, zero), opposite, zero);
    }

    /// <summary>A minimiser of ½(u − v)² + sΨ(u) on every lane.</summary>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step)
    {
        var (size, start, steepness) = (Vector.Abs(v), step * new Vector<Real>(_threshold), 1 - (step[0] * (Real)Bend));
        var upper = new Vector<Real>(_upper);
        if (steepness <= 0)
        {
            return Vector.ConditionalSelect(Vector.GreaterThan(size * size, start * upper), v, v * Vector<Real>.Zero);
        }

        var shrunk = Lanes.AtLeast(Vector<Real>.Zero, size - start) / new Vector<Real>(steepness);
        var thresholded = Vector.ConditionalSelect(Vector.LessThan(v, Vector<Real>.Zero), -shrunk, shrunk);
        return Vector.ConditionalSelect(Vector.GreaterThanOrEqual(size, upper), v, thresholded);
    }
}
