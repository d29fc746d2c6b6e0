using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>Loads and stores of a vector at the end of a row, and lane-wise calls of a scalar law.</summary>
internal static class Lanes
{
    /// <summary>Loads up to one vector; lanes past the end repeat the last element, which is in the law's domain.</summary>
    public static Vector<Real> Load(ReadOnlySpan<Real> values)
    {
        if (values.Length >= Vector<Real>.Count)
        {
            return new Vector<Real>(values);
        }

        Span<Real> padded = stackalloc Real[Vector<Real>.Count];
        padded.Fill(values[^1]);
        values.CopyTo(padded);
        return new Vector<Real>(padded);
    }

    /// <summary>Stores as many lanes as fit.</summary>
    public static void Store(Vector<Real> vector, Span<Real> values)
    {
        if (values.Length >= Vector<Real>.Count)
        {
            vector.CopyTo(values);
            return;
        }

        Span<Real> all = stackalloc Real[Vector<Real>.Count];
        vector.CopyTo(all);
        all[..values.Length].CopyTo(values);
    }

    /// <summary>max(v, l) on every lane; not a number stays so, which the processor's own maximum does not promise.</summary>
    public static Vector<Real> AtLeast(Vector<Real> lower, Vector<Real> v) => Vector.ConditionalSelect(Vector.LessThan(v, lower), lower, v);

    /// <summary>min(v, h) on every lane; not a number stays so.</summary>
    public static Vector<Real> AtMost(Vector<Real> upper, Vector<Real> v) => Vector.ConditionalSelect(Vector.GreaterThan(v, upper), upper, v);

    /// <summary>The sum over the first lanes, in double.</summary>
    public static double Sum(Vector<Real> vector, int count)
    {
        var sum = 0.0;
        for (var lane = 0; lane < count; lane++)
        {
            sum += vector[lane];
        }

        return sum;
    }

    /// <summary>
    /// ψ(z) − ψ(s) − (x−s)(z−s) on every lane by the scalar form in double, for laws without a closed form. The rounding of s enters
    /// the penalty only in the second order.
    /// </summary>
    public static Vector<Real> Divergence<TLaw>(TLaw law, Vector<Real> z, Vector<Real> s, Vector<Real> x)
        where TLaw : struct, IScalarLaw
    {
        Span<Real> lanes = stackalloc Real[Vector<Real>.Count];
        for (var i = 0; i < lanes.Length; i++)
        {
            var (point, activation) = ((double)z[i], (double)s[i]);
            lanes[i] = (Real)Math.Max(0, law.Value(point) - law.Value(activation) - ((x[i] - activation) * (point - activation)));
        }

        return new Vector<Real>(lanes);
    }

    /// <summary>prox_{sψ} on every lane by the scalar form, for laws without a branch-free one.</summary>
    public static Vector<Real> Prox<TLaw>(TLaw law, Vector<Real> v, Vector<Real> step)
        where TLaw : struct, IScalarLaw
    {
        Span<Real> lanes = stackalloc Real[Vector<Real>.Count];
        v.CopyTo(lanes);
        foreach (ref var lane in lanes)
        {
            lane = law.Prox(lane, step[0]);
        }

        return new Vector<Real>(lanes);
    }
}
