using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>The simplex {z ≥ 0, Σ z = 1}, on which softmax and sparsemax take their values.</summary>
internal static class Simplex
{
    /// <summary>Whether a point is on the simplex, up to the precision that values are kept in, also where it is judged in a higher one.</summary>
    public static bool Contains<T>(ReadOnlySpan<T> z)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var sum = T.Zero;
        foreach (var value in z)
        {
            if (value < T.Zero)
            {
                return false;
            }

            sum += value;
        }

        return !(T.Abs(sum - T.One) > T.CreateTruncating(z.Length + 4) * Unit<T>());
    }

    /// <summary>The distance from 1 to the next number, in the coarser one of T and the precision of values.</summary>
    public static T Unit<T>()
        where T : IBinaryFloatingPointIeee754<T> =>
        T.Max(T.BitIncrement(T.One) - T.One, T.CreateTruncating(Real.BitIncrement(1) - 1));

    /// <summary>The largest value; not a number where one is not.</summary>
    public static T Largest<T>(ReadOnlySpan<T> v)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var largest = T.NegativeInfinity;
        foreach (var value in v)
        {
            largest = T.Max(largest, value);
        }

        return largest;
    }
}
