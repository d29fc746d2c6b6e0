using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The hyperbolic tangent. Ψ(z) = z artanh z + ½ log(1 − z²) − z²/2 on [−1, 1]; φ*(x) = log cosh x;
/// prox_{sΨ} by a scalar root for s ≠ 1.
/// </summary>
[Activates("tanh")]
public readonly record struct Tanh : IScalarLaw, ISmoothActivation
{
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
        return (half * (Entropy(z) + Entropy(-z))) - (half * z * z);
    }

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T> =>
        T.Tanh(step == T.One ? v : MonotoneRoot.Solve(v, step, (-T.One, T.One), this));

    /// <inheritdoc/>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x) => Lanes.Divergence(this, z, s, x);

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step) => Lanes.Prox(this, v, step);

    /// <inheritdoc/>
    public Vector<Real> Slope(Vector<Real> x, Vector<Real> s) => Vector<Real>.One - (s * s);

    private static T Entropy<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> => z <= -T.One ? T.Zero : (T.One + z) * T.LogP1(z);

    (T Value, T Slope) ISmoothActivation.At<T>(T t)
    {
        var value = T.Tanh(t);
        return (value, T.One - (value * value));
    }
}
