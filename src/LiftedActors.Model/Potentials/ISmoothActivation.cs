using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>A differentiable activation with 0 ≤ σ′ ≤ 1, as <see cref="MonotoneRoot"/> asks for it.</summary>
internal interface ISmoothActivation
{
    /// <summary>Where the values of σ lie.</summary>
    Envelope Range { get; }

    /// <summary>(σ(t), σ′(t)).</summary>
    (T Value, T Slope) At<T>(T t)
        where T : IBinaryFloatingPointIeee754<T>;

    /// <summary>(σ(t), σ′(t)) on every lane, each from its own t alone.</summary>
    (Vector<double> Value, Vector<double> Slope) At(Vector<double> t);
}

/// <summary>A law whose value has a form on lanes.</summary>
internal interface IValueOnLanes
{
    /// <summary>φ(z) = ½z² + Ψ(z) on every lane, in double; +∞ outside the domain.</summary>
    Vector<double> Phi(Vector<double> z);
}

/// <summary>Bounds of a non-decreasing activation: Lower ≤ σ(t) − Rise max(t, 0) ≤ Upper for every t.</summary>
/// <param name="Lower">The lower bound.</param>
/// <param name="Upper">The upper bound.</param>
/// <param name="Rise">0 for a bounded activation, 1 for one that grows as the rectifier does.</param>
internal readonly record struct Envelope(double Lower, double Upper, double Rise = 0)
{
    /// <summary>The points between which (1−s)σ(t) + s t = v has its root.</summary>
    public (T Low, T High) Bracket<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var weight = T.One - step;
        var (first, second) = (Inverse(v - (weight * T.CreateTruncating(Lower)), step), Inverse(v - (weight * T.CreateTruncating(Upper)), step));
        return (T.Min(first, second), T.Max(first, second));
    }

    /// <summary>The points between which (1−s)σ(t) + s t = v has its root, on every lane.</summary>
    public (Vector<double> Low, Vector<double> High) Bracket(Vector<double> v, double step)
    {
        var weight = 1 - step;
        var (first, second) = (Inverse(v - new Vector<double>(weight * Lower), step), Inverse(v - new Vector<double>(weight * Upper), step));
        return weight > 0 ? (second, first) : (first, second);
    }

    /// <summary>The t with (1−s) Rise max(t, 0) + s t = y.</summary>
    private T Inverse<T>(T y, T step)
        where T : IBinaryFloatingPointIeee754<T> =>
        y / (y < T.Zero ? step : step + ((T.One - step) * T.CreateTruncating(Rise)));

    private Vector<double> Inverse(Vector<double> y, double step) =>
        y / Vector.ConditionalSelect(
            Vector.LessThan(y, Vector<double>.Zero), new Vector<double>(step), new Vector<double>(step + ((1 - step) * Rise)));
}
