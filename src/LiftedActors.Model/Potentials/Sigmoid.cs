using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The logistic sigmoid, σ(x) = 1/(1 + e⁻ˣ). Ψ(z) = z log z + (1−z) log(1−z) − z²/2 on [0, 1]; φ*(x) = log(1 + eˣ);
/// prox_{sΨ} by a root for s ≠ 1. As a loss, its Bregman penalty is the logistic loss.
/// </summary>
[Activates("sigmoid")]
public readonly record struct Sigmoid : IScalarLaw, ISmoothActivation, IValueOnLanes
{
    /// <inheritdoc/>
    public double Lipschitz => 0.25;

    /// <inheritdoc/>
    public double LeastSlope(double low, double high) =>
        // σ′ = σ(1 − σ).
        Math.Max(0, Math.Min(low * (1 - low), high * (1 - high)));

    /// <inheritdoc/>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> =>
        z < T.Zero || z > T.One ? T.PositiveInfinity : ElementaryFunctions.XLogX(z) + ElementaryFunctions.XLogX(T.One - z) - (z * z / T.CreateTruncating(2));

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T> =>
        ElementaryFunctions.Logistic(step == T.One ? v : MonotoneRoot.Solve(v, step, this));

    /// <inheritdoc/>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x) => SmoothLanes.Divergence(this, z, s, x);

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step) => SmoothLanes.Prox(this, v, step);

    /// <inheritdoc/>
    public T Slope<T>(T x, T s)
        where T : IBinaryFloatingPointIeee754<T> => s * (T.One - s);

    /// <inheritdoc/>
    public Vector<Real> Slope(Vector<Real> x, Vector<Real> s) => s * (Vector<Real>.One - s);

    Envelope ISmoothActivation.Range => new(0, 1);

    (T Excess, T Slope) ISmoothActivation.At<T>(T t)
    {
        var value = ElementaryFunctions.Logistic(t);
        return (value, value * (T.One - value));
    }

    (Vector<double> Excess, Vector<double> Slope) ISmoothActivation.At(Vector<double> t)
    {
        var value = ElementaryFunctions.Logistic(t);
        return (value, value * (Vector<double>.One - value));
    }

    Vector<double> IValueOnLanes.Phi(Vector<double> z)
    {
        var (zero, one) = (Vector<double>.Zero, Vector<double>.One);
        var entropy = ElementaryFunctions.XLogX(z) + ElementaryFunctions.XLogX(one - z);
        return Vector.ConditionalSelect(Vector.LessThan(z, zero) | Vector.GreaterThan(z, one), new Vector<double>(double.PositiveInfinity), entropy);
    }
}
