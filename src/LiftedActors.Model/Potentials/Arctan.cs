using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The arctangent, σ(x) = (2/π) arctan x. Ψ(z) = −(2/π) log cos(πz/2) − z²/2 on (−1, 1);
/// φ*(x) = (2/π)(x arctan x − ½ log(1 + x²)); prox_{sΨ} by a root for s ≠ 1.
/// </summary>
[Activates("arctan")]
public readonly record struct Arctan : IScalarLaw, ISmoothActivation
{
    private const double PerRadian = 2 / Math.PI;

    /// <inheritdoc/>
    public double Lipschitz => PerRadian;

    /// <inheritdoc/>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var half = z / T.CreateTruncating(2);
        return T.Abs(z) >= T.One ? T.PositiveInfinity : -(T.CreateTruncating(PerRadian) * T.Log(T.CosPi(half))) - (half * z);
    }

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var activation = T.CreateTruncating(PerRadian) * T.Atan(step == T.One ? v : MonotoneRoot.Solve(v, step, this));

        // Rounding must not leave the open domain.
        var end = T.BitDecrement(T.One);
        return T.Min(T.Max(activation, -end), end);
    }

    /// <inheritdoc/>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x) => Lanes.Divergence(this, z, s, x);

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step)
    {
        var end = new Vector<Real>(Real.BitDecrement(1));
        return Lanes.AtMost(end, Lanes.AtLeast(-end, SmoothLanes.Prox(this, v, step)));
    }

    /// <inheritdoc/>
    public T Slope<T>(T x, T s)
        where T : IBinaryFloatingPointIeee754<T> => T.CreateTruncating(PerRadian) / (T.One + (x * x));

    /// <inheritdoc/>
    public Vector<Real> Slope(Vector<Real> x, Vector<Real> s) => new Vector<Real>((Real)PerRadian) / (Vector<Real>.One + (x * x));

    Envelope ISmoothActivation.Range => new(-1, 1);

    (T Excess, T Slope) ISmoothActivation.At<T>(T t)
    {
        var perRadian = T.CreateTruncating(PerRadian);
        return (perRadian * T.Atan(t), perRadian / (T.One + (t * t)));
    }

    (Vector<double> Excess, Vector<double> Slope) ISmoothActivation.At(Vector<double> t)
    {
        Span<double> lanes = stackalloc double[Vector<double>.Count];
        t.CopyTo(lanes);
        foreach (ref var lane in lanes)
        {
            lane = PerRadian * Math.Atan(lane);
        }

        return (new Vector<double>(lanes), new Vector<double>(PerRadian) / (Vector<double>.One + (t * t)));
    }
}
