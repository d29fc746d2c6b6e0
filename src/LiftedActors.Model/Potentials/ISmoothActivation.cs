using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>A differentiable activation with 0 ≤ σ′ ≤ 1, as <see cref="MonotoneRoot"/> asks for it.</summary>
internal interface ISmoothActivation
{
    /// <summary>Where the values of σ lie.</summary>
    Envelope Range { get; }

    /// <summary>σ(t) − Rise max(t, 0), which the bounds of the range hold, and σ′(t).</summary>
    (T Excess, T Slope) At<T>(T t)
        where T : IBinaryFloatingPointIeee754<T>;

    /// <summary>The same on every lane, each from its own t alone.</summary>
    (Vector<double> Excess, Vector<double> Slope) At(Vector<double> t);
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
        var (first, second) = (v - (weight * T.CreateTruncating(Lower)), v - (weight * T.CreateTruncating(Upper)));
        (first, second) = (first / Slope(first, step), second / Slope(second, step));
        return (T.Min(first, second), T.Max(first, second));
    }

    /// <summary>The points between which (1−s)σ(t) + s t = v has its root, on every lane.</summary>
    public (Vector<double> Low, Vector<double> High) Bracket(Vector<double> v, double step)
    {
        var weight = 1 - step;
        var (first, second) = (v - new Vector<double>(weight * Lower), v - new Vector<double>(weight * Upper));
        (first, second) = (first / Slope(first, step), second / Slope(second, step));
        return weight > 0 ? (second, first) : (first, second);
    }

    /// <summary>The slope of (1−s) Rise max(t, 0) + s t where t has the sign of y.</summary>
    public T Slope<T>(T y, T step)
        where T : IBinaryFloatingPointIeee754<T> => y < T.Zero ? step : (step * T.CreateTruncating(1 - Rise)) + T.CreateTruncating(Rise);

    /// <inheritdoc cref="Slope{T}(T, T)"/>
    public Vector<double> Slope(Vector<double> y, double step) => Vector.ConditionalSelect(
        Vector.LessThan(y, Vector<double>.Zero), new Vector<double>(step), new Vector<double>((step * (1 - Rise)) + Rise));

    /// <summary>Rise max(t, 0) on every lane.</summary>
    public Vector<double> Ramp(Vector<double> t) => Rise == 0
        ? Vector<double>.Zero
        : Vector.ConditionalSelect(Vector.LessThan(t, Vector<double>.Zero), Vector<double>.Zero, new Vector<double>(Rise) * t);
}
