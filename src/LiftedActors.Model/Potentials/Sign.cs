using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The sign limiter: σ(x) = sgn(x), 0 at 0. Ψ(z) = −z²/2 on [−1, 1], so that φ is the indicator of [−1, 1]; φ*(x) = |x|;
/// prox_{sΨ}(v) = v/(1 − s) clipped to [−1, 1] for s &lt; 1, and sgn(v) from s = 1 on, at 0 one of the minimisers. As a loss, its penalty is that of the perceptron.
/// </summary>
/// <remarks>σ jumps: the penalty is defined and B ≥ 0, but it has no gradient in x with a Lipschitz constant.</remarks>
[Activates("sign")]
public readonly record struct Sign : IScalarLaw
{
    /// <inheritdoc/>
    public double Lipschitz => double.PositiveInfinity;

    /// <inheritdoc/>
    public double Weakness => 1;

    /// <inheritdoc/>
    public string? NotForGradientSteps => "the sign jumps, so that its penalty has no Lipschitz gradient; tanh or box has";

    /// <inheritdoc/>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> => T.Abs(z) > T.One ? T.PositiveInfinity : -(z * z / T.CreateTruncating(2));

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T>
    {
        // At 0 both ends are minimisers for s > 1, and every point for s = 1.
        var room = T.One - step;
        var end = v < T.Zero ? -T.One : T.One;
        var limit = v < T.Zero || v > T.Zero || (v == T.Zero && room < T.Zero) ? end : v;
        return room > T.Zero ? T.Min(T.Max(v / room, -T.One), T.One) : limit;
    }

    /// <inheritdoc/>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x)
    {
        // B = |x| − zx, and ½(z − s)² is taken off again.
        var difference = z - s;
        var divergence = (x * (s - z)) - (new Vector<Real>((Real)0.5) * difference * difference);
        return Vector.ConditionalSelect(Vector.GreaterThan(Vector.Abs(z), Vector<Real>.One), new Vector<Real>(Real.PositiveInfinity), divergence);
    }

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step)
    {
        var (room, one) = (1 - step[0], Vector<Real>.One);
        return room > 0
            ? Lanes.AtMost(one, Lanes.AtLeast(-one, v / new Vector<Real>(room)))
            : Vector.ConditionalSelect(Vector.GreaterThan(v, Vector<Real>.Zero), one, Vector.ConditionalSelect(Vector.LessThan(v, Vector<Real>.Zero), -one, room < 0 ? v + one : v));
    }

    /// <inheritdoc/>
    public T Slope<T>(T x, T s)
        where T : IBinaryFloatingPointIeee754<T> => T.Zero;

    /// <inheritdoc/>
    public Vector<Real> Slope(Vector<Real> x, Vector<Real> s) => Vector<Real>.Zero;
}
