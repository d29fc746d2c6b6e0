using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The logistic sigmoid, σ(x) = 1/(1 + e⁻ˣ). Ψ(z) = z log z + (1−z) log(1−z) − z²/2 on [0, 1]; φ*(x) = log(1 + eˣ);
/// prox_{sΨ} by a scalar root for s ≠ 1. As a loss, its Bregman penalty is the logistic loss.
/// </summary>
[Activates("sigmoid")]
public readonly record struct Sigmoid : IScalarLaw, ISmoothActivation
{
    /// <inheritdoc/>
    public double Lipschitz => 0.25;

    /// <inheritdoc/>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> =>
        z < T.Zero || z > T.One ? T.PositiveInfinity : Entropy(z) + Entropy(T.One - z) - (z * z / T.CreateTruncating(2));

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T> =>
        Logistic(step == T.One ? v : MonotoneRoot.Solve(v, step, (T.Zero, T.One), this));

    /// <inheritdoc/>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x) => Lanes.Divergence(this, z, s, x);

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step) => Lanes.Prox(this, v, step);

    /// <inheritdoc/>
    public Vector<Real> Slope(Vector<Real> x, Vector<Real> s) => s * (Vector<Real>.One - s);

    private static T Entropy<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> => z <= T.Zero ? T.Zero : z * T.Log(z);

    private static T Logistic<T>(T x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        // e^{-|x|} never overflows.
        var decay = T.Exp(-T.Abs(x));
        return (x < T.Zero ? decay : T.One) / (T.One + decay);
    }

    (T Value, T Slope) ISmoothActivation.At<T>(T t)
    {
        var value = Logistic(t);
        return (value, value * (T.One - value));
    }
}
