using System.Numerics;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Laws;

/// <summary>Vectors in double, in which laws are judged.</summary>
internal static class Wide
{
    /// <summary>The distance from 1 to the next number of the precision that values are kept in.</summary>
    public static double Epsilon { get; } = (double)(Real.BitIncrement(1) - 1);

    public static double[] Of(ReadOnlySpan<Real> values)
    {
        var wide = new double[values.Length];
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = values[i];
        }

        return wide;
    }

    public static Real[] Point(ref RandomStream random, int length, double deviation)
    {
        var point = new Real[length];
        random.FillGaussian(point, deviation);
        return point;
    }

    public static Matrix Points(ref RandomStream random, int rows, int columns)
    {
        var points = new Matrix(rows, columns);
        random.FillGaussian(points.Values, 1);
        return points;
    }

    public static double[] Prox(ConvexPotential potential, double[] v, double step)
    {
        var result = new double[v.Length];
        potential.ExactProx<double>(v, step, result);
        return result;
    }

    /// <summary>⟨a, b⟩ in double.</summary>
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

    public static double Norm(ReadOnlySpan<Real> a) => Math.Sqrt(Dot(a, a));

    public static double[] Difference(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x - y)];

    public static double SquaredDistance(double[] a, double[] b)
    {
        var difference = Difference(a, b);
        return Dot(difference, difference);
    }
}
