using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The softsign, σ(x) = x/(1 + |x|). Ψ(z) = −|z| − log(1 − |z|) − z²/2 on (−1, 1); φ*(x) = |x| − log(1 + |x|);
/// prox_{sΨ}(v) = σ(t) where s t² + (1 − |v|)t = |v|, with the sign of v.
/// </summary>
[Activates("softsign")]
public readonly record struct Softsign : IScalarLaw
{
    /// <inheritdoc/>
    public double LeastSlope(double low, double high)
    {
        var rest = Math.Max(0, 1 - Math.Max(-low, high));
        return rest * rest;
    }

    /// <inheritdoc/>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var size = T.Abs(z);
        return size >= T.One ? T.PositiveInfinity : -size - ElementaryFunctions.LogP1(-size) - (z * z / T.CreateTruncating(2));
    }

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var size = T.Abs(v);
        var t = size;
        if (step != T.One)
        {
            // Whichever form of the positive root adds; where s is small and |v| large the root is large, which does no harm.
            var (linear, two) = (T.One - size, T.CreateTruncating(2));
            var root = T.Sqrt((linear * linear) + (two * two * step * size));
            t = linear >= T.Zero ? two * size / (linear + root) : (root - linear) / (two * step);
        }

        // Rounding must not leave the open domain.
        var activation = T.Min(t / (T.One + t), T.BitDecrement(T.One));
        return v < T.Zero ? -activation : activation;
    }

    /// <inheritdoc/>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x) => Lanes.Divergence(this, z, s, x);

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step)
    {
        var (one, two, size) = (Vector<Real>.One, new Vector<Real>(2), Vector.Abs(v));
        var t = size;
        if (step[0] != 1)
        {
            var linear = one - size;
            var root = Vector.SquareRoot((linear * linear) + (two * two * step * size));
            t = Vector.ConditionalSelect(Vector.LessThan(linear, Vector<Real>.Zero), (root - linear) / (two * step), two * size / (linear + root));
        }

        return Vector.CopySign(Lanes.AtMost(new Vector<Real>(Real.BitDecrement(1)), t / (one + t)), v);
    }

    /// <inheritdoc/>
    public T Slope<T>(T x, T s)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var root = T.One / (T.One + T.Abs(x));
        return root * root;
    }

    /// <inheritdoc/>
    public Vector<Real> Slope(Vector<Real> x, Vector<Real> s)
    {
        var root = Vector<Real>.One / (Vector<Real>.One + Vector.Abs(x));
        return root * root;
    }
}
