using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The inverse square root unit, σ(x) = x/√(1 + x²). Ψ(z) = 1 − √(1 − z²) − z²/2 on [−1, 1]; φ*(x) = √(1 + x²) − 1;
/// prox_{sΨ} by a root for s ≠ 1.
/// </summary>
/// <remarks>Source: Carlile, Delamarter, Kinney, Marti, Whitney (2017).</remarks>
[Activates("isru")]
public readonly record struct ISRU : IScalarLaw, ISmoothActivation, IValueOnLanes
{
    /// <inheritdoc/>
    public double LeastSlope(double low, double high) =>
        // σ′ = (1 − σ²)^(3/2).
        Math.Pow(Math.Max(0, Math.Min((1 - low) * (1 + low), (1 - high) * (1 + high))), 1.5);

    /// <inheritdoc/>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var square = z * z;
        return T.Abs(z) > T.One
            ? T.PositiveInfinity
            : (square / (T.One + T.Sqrt((T.One - z) * (T.One + z)))) - (square / T.CreateTruncating(2));
    }

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var t = step == T.One ? v : MonotoneRoot.Solve(v, step, this);
        return t * Shrinkage(t);
    }

    /// <inheritdoc/>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x) => SmoothLanes.Divergence(this, z, s, x);

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step) => SmoothLanes.Prox(this, v, step);

    /// <inheritdoc/>
    public T Slope<T>(T x, T s)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var shrinkage = Shrinkage(x);
        return shrinkage * shrinkage * shrinkage;
    }

    /// <inheritdoc/>
    public Vector<Real> Slope(Vector<Real> x, Vector<Real> s) => SmoothLanes.Slope(this, x);

    Envelope ISmoothActivation.Range => new(-1, 1);

    (T Excess, T Slope) ISmoothActivation.At<T>(T t)
    {
        var shrinkage = Shrinkage(t);
        return (t * shrinkage, shrinkage * shrinkage * shrinkage);
    }

    (Vector<double> Excess, Vector<double> Slope) ISmoothActivation.At(Vector<double> t)
    {
        var shrinkage = Vector<double>.One / Vector.SquareRoot(Vector<double>.One + (t * t));
        return (t * shrinkage, shrinkage * shrinkage * shrinkage);
    }

    Vector<double> IValueOnLanes.Phi(Vector<double> z)
    {
        // 1 − √(1 − z²) without a difference of near numbers.
        var one = Vector<double>.One;
        var value = z * z / (one + Vector.SquareRoot((one - z) * (one + z)));
        return Vector.ConditionalSelect(Vector.GreaterThan(Vector.Abs(z), one), new Vector<double>(double.PositiveInfinity), value);
    }

    /// <summary>1/√(1 + x²), by 1/x where the square of x could overflow.</summary>
    private static T Shrinkage<T>(T x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var size = T.Abs(x);
        var inverse = T.One / size;
        return size > T.One ? inverse / T.Sqrt(T.One + (inverse * inverse)) : T.One / T.Sqrt(T.One + (x * x));
    }
}
