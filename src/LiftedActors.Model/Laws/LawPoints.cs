using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Laws;

/// <summary>Points at which laws are judged, and their distances in double.</summary>
internal static class LawPoints
{
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

    public static double[] Difference(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x - y)];

    public static double SquaredDistance(double[] a, double[] b)
    {
        var difference = Difference(a, b);
        return Wide.Dot(difference, difference);
    }
}
