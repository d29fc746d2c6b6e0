using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Tests.Potentials;

/// <summary>Every activation of the catalogue, at its defaults and with other parameters, and points to try it on.</summary>
internal static class PotentialCases
{
    public static readonly double Epsilon = (double)(Real.BitIncrement(1) - 1);

    /// <summary>Parameters to try besides the defaults; those that a law refuses are left out.</summary>
    private static readonly double[][] Variants = [[], [0.3], [0.1, 0.7], [-0.3, 2.1], [2.5], [0.4, 3]];

    public static TheoryData<string, int> All => Variations(PotentialCatalogue.Words);

    /// <summary>The activations through which gradient steps can be taken.</summary>
    public static IReadOnlyList<string> TrainableWords { get; } =
        [.. PotentialCatalogue.Words.Where(word => PotentialCatalogue.Create(word).NotForGradientSteps is null)];

    public static TheoryData<string, int> Trainable => Variations(TrainableWords);

    public static IEnumerable<double> Steps => [1e-3, 0.1, 0.5, 1, 2, 10, 1e3];

    public static ConvexPotential Create(string word, int variant)
    {
        var parameters = PotentialCatalogue.Parameters(word);
        var values = Variants[variant];
        return PotentialCatalogue.Create(word, values.Select((value, i) => (parameters[i].Name!, value)).ToDictionary());
    }

    public static Real[] Point(ref RandomStream random, int length, double scale)
    {
        var point = new Real[length];
        random.FillGaussian(point, scale);
        return point;
    }

    /// <summary>A point of the domain: the activation of a random point, at times an end point of the range.</summary>
    public static Real[] InDomain(ConvexPotential potential, ref RandomStream random, int length)
    {
        var point = Point(ref random, length, random.Uniform() < 0.2 ? 30 : 1.5);
        potential.Activate(point, point);
        return point;
    }

    /// <summary>A point of the domain in double, where a simplex or a sphere has no room for the rounding to single precision.</summary>
    public static double[] InDomainExactly(ConvexPotential potential, ref RandomStream random, int length) =>
        ExactProx(potential, Widen(Point(ref random, length, random.Uniform() < 0.2 ? 30 : 1.5)), 1);

    public static double[] Widen(ReadOnlySpan<Real> values)
    {
        var wide = new double[values.Length];
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = values[i];
        }

        return wide;
    }

    public static double[] ExactProx(ConvexPotential potential, double[] v, double step)
    {
        var result = new double[v.Length];
        potential.ExactProx<double>(v, step, result);
        return result;
    }

    public static double SquaredDistance(double[] a, double[] b) => a.Zip(b, (x, y) => (x - y) * (x - y)).Sum();

    public static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static TheoryData<string, int> Variations(IEnumerable<string> words)
    {
        var data = new TheoryData<string, int>();
        foreach (var word in words)
        {
            for (var variant = 0; variant < Variants.Length; variant++)
            {
                if (Accepts(word, variant))
                {
                    data.Add(word, variant);
                }
            }
        }

        return data;
    }

    private static bool Accepts(string word, int variant)
    {
        if (Variants[variant].Length > PotentialCatalogue.Parameters(word).Count)
        {
            return false;
        }

        try
        {
            return Create(word, variant) is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
