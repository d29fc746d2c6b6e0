using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The clip to an interval [l, h] (hard tanh for [−1, 1], ReLU6 for [0, 6]): σ(x) = min(max(x, l), h).
/// Ψ is the indicator of [l, h]; prox_{sΨ}(v) = σ(v) for every step.
/// </summary>
[Activates("box")]
public readonly record struct Box : IScalarLaw
{
    /// <summary>Creates the law.</summary>
    /// <param name="lower">The lower end l.</param>
    /// <param name="upper">The upper end h &gt; l.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is empty.</exception>
    public Box(double lower = -1, double upper = 1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(lower, upper);
        (Lower, Upper) = (lower, upper);
    }

    /// <summary>The lower end l.</summary>
    public double Lower { get; }

    /// <summary>The upper end h.</summary>
    public double Upper { get; }

    /// <inheritdoc/>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> =>
        z < T.CreateTruncating(Lower) || z > T.CreateTruncating(Upper) ? T.PositiveInfinity : T.Zero;

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T> => T.Min(T.Max(v, T.CreateTruncating(Lower)), T.CreateTruncating(Upper));

    /// <inheritdoc/>
    public Vector<Real> Value(Vector<Real> z)
    {
        var outside = Vector.LessThan(z, new Vector<Real>((Real)Lower)) | Vector.GreaterThan(z, new Vector<Real>((Real)Upper));
        return Vector.ConditionalSelect(outside, new Vector<Real>(Real.PositiveInfinity), Vector<Real>.Zero);
    }

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step) =>
        Vector.Min(Vector.Max(v, new Vector<Real>((Real)Lower)), new Vector<Real>((Real)Upper));

    /// <inheritdoc/>
    public Vector<Real> Slope(Vector<Real> x, Vector<Real> s) =>
        Vector.ConditionalSelect(Vector.Equals(x, s), Vector<Real>.One, Vector<Real>.Zero);
}
