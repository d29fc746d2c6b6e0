using System.Numerics;
using System.Runtime.CompilerServices;

namespace LiftedActors.Model.Potentials;

/// <summary>The vector forms of smooth laws. They run on lanes of doubles; single precision is widened and rounded once.</summary>
internal static class SmoothLanes
{
    /// <summary>prox_{sΨ} on every lane: σ for s = 1, a root otherwise.</summary>
    public static Vector<float> Prox<TLaw>(TLaw law, Vector<float> v, Vector<float> step)
        where TLaw : struct, ISmoothActivation
    {
        Vector.Widen(v, out var low, out var high);
        return Vector.Narrow(Prox(law, low, step[0]), Prox(law, high, step[0]));
    }

    /// <inheritdoc cref="Prox{TLaw}(TLaw, Vector{float}, Vector{float})"/>
    public static Vector<double> Prox<TLaw>(TLaw law, Vector<double> v, Vector<double> step)
        where TLaw : struct, ISmoothActivation => Prox(law, v, step[0]);

    /// <summary>σ′ on every lane.</summary>
    public static Vector<float> Slope<TLaw>(TLaw law, Vector<float> x)
        where TLaw : struct, ISmoothActivation
    {
        Vector.Widen(x, out var low, out var high);
        return Vector.Narrow(law.At(low).Slope, law.At(high).Slope);
    }

    /// <inheritdoc cref="Slope{TLaw}(TLaw, Vector{float})"/>
    public static Vector<double> Slope<TLaw>(TLaw law, Vector<double> x)
        where TLaw : struct, ISmoothActivation => law.At(x).Slope;

    /// <summary>
    /// D(z, s) = φ(z) − φ(s) − x(z − s) − ½(z − s)² on every lane; the rounding of s enters the penalty only in the second order, and that
    /// of the sums is 10⁻¹⁶ of their terms.
    /// </summary>
    public static Vector<float> Divergence<TLaw>(TLaw law, Vector<float> z, Vector<float> s, Vector<float> x)
        where TLaw : struct, IValueOnLanes
    {
        Vector.Widen(z, out var lowZ, out var highZ);
        Vector.Widen(s, out var lowS, out var highS);
        Vector.Widen(x, out var lowX, out var highX);
        return Vector.Narrow(Divergence(law, lowZ, lowS, lowX), Divergence(law, highZ, highS, highX));
    }

    /// <inheritdoc cref="Divergence{TLaw}(TLaw, Vector{float}, Vector{float}, Vector{float})"/>
    public static Vector<double> Divergence<TLaw>(TLaw law, Vector<double> z, Vector<double> s, Vector<double> x)
        where TLaw : struct, IValueOnLanes
    {
        var difference = z - s;
        var divergence = law.Phi(z) - law.Phi(s) - ((x + (new Vector<double>(0.5) * difference)) * difference);
        return Vector.ConditionalSelect(Vector.LessThan(divergence, Vector<double>.Zero), Vector<double>.Zero, divergence);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Prox<TLaw>(TLaw law, Vector<double> v, double step)
        where TLaw : struct, ISmoothActivation
    {
        var t = step == 1 ? v : MonotoneRoot.Solve(v, step, law);
        return law.Range.Ramp(t) + law.At(t).Excess;
    }
}
