using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The hyperbolic tangent. Ψ(z) = z artanh z + ½ log(1 − z²) − z²/2 on [−1, 1]; φ*(x) = log cosh x;
/// prox_{sΨ} by a root for s ≠ 1.
/// </summary>
[Activates("tanh")]
public readonly record struct Tanh : IScalarLaw, ISmoothActivation, IValueOnLanes
{
    /// <inheritdoc/>
    public double LeastSlope(double low, double high) =>
        // σ′ = 1 − σ².
        Math.Max(0, Math.Min((1 - low) * (1 + low), (1 - high) * (1 + high)));

    /// <inheritdoc/>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (T.Abs(z) > T.One)
        {
            return T.PositiveInfinity;
        }

        // z artanh z + ½ log(1−z²) = ½[(1+z) log(1+z) + (1−z) log(1−z)], finite at both ends.
        var half = T.One / T.CreateTruncating(2);
        return (half * (ElementaryFunctions.XLogX(T.One + z) + ElementaryFunctions.XLogX(T.One - z))) - (half * z * z);
    }

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T> =>
        T.Tanh(step == T.One ? v : MonotoneRoot.Solve(v, step, this));

    /// <inheritdoc/>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x) => SmoothLanes.Divergence(this, z, s, x);

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step) => SmoothLanes.Prox(this, v, step);

    /// <inheritdoc/>
    public T Slope<T>(T x, T s)
        where T : IBinaryFloatingPointIeee754<T> => T.One - (s * s);

    /// <inheritdoc/>
    public Vector<Real> Slope(Vector<Real> x, Vector<Real> s) => Vector<Real>.One - (s * s);

    Envelope ISmoothActivation.Range => new(-1, 1);

    (T Excess, T Slope) ISmoothActivation.At<T>(T t)
    {
        var value = T.Tanh(t);
        return (value, T.One - (value * value));
    }

    (Vector<double> Excess, Vector<double> Slope) ISmoothActivation.At(Vector<double> t)
    {
        var value = ElementaryFunctions.Tanh(t);
        return (value, Vector<double>.One - (value * value));
    }

    Vector<double> IValueOnLanes.Phi(Vector<double> z)
    {
        var one = Vector<double>.One;
        var entropy = new Vector<double>(0.5) * (ElementaryFunctions.XLogX(one + z) + ElementaryFunctions.XLogX(one - z));
        return Vector.ConditionalSelect(Vector.GreaterThan(Vector.Abs(z), one), new Vector<double>(double.PositiveInfinity), entropy);
    }
}
