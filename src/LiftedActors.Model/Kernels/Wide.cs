using System.Numerics;

namespace LiftedActors.Model.Kernels;

/// <summary>Vectors in double, in which laws and certificates are judged.</summary>
internal static class Wide
{
    /// <summary>The distance from 1 to the next number of the precision that values are kept in.</summary>
    public static double Epsilon { get; } = (double)(Real.BitIncrement(1) - 1);

    /// <summary>A copy in double.</summary>
    public static double[] Of(ReadOnlySpan<Real> values)
    {
        var wide = new double[values.Length];
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = values[i];
        }

        return wide;
    }

    /// <summary>⟨a, b⟩, summed in double from the first product to the last.</summary>
    public static double Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += double.CreateTruncating(a[i]) * double.CreateTruncating(b[i]);
        }

        return sum;
    }

    /// <summary>|a|.</summary>
    public static double Norm<T>(ReadOnlySpan<T> a)
        where T : IBinaryFloatingPointIeee754<T> => Math.Sqrt(Dot(a, a));
}
