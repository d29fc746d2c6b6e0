using LiftedActors.Model.Kernels;
using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Tests.Potentials;

namespace LiftedActors.Model.Tests.Kernels;

public sealed class ConvolutionNormTests
{
    private static readonly double Rounding = 1 + (200 * PotentialCases.Epsilon);

    [Fact]
    public void TheEstimateIsBelowAndTheCertifiedBoundAboveTheTruth()
    {
        var random = new Random(1);
        Assert.All(ConvolutionCases.Geometries.Where(IsSmall), geometry =>
        {
            var weights = Products.Random(random, geometry.Filters, geometry.Patch);
            var filters = new PackedFilters(geometry);
            filters.Pack(weights);
            var norm = new ConvolutionNorm(geometry);
            double truth = LargestEigenvalue(ConvolutionCases.Dense(geometry, weights)), certified = norm.Certified(weights);
            Assert.InRange(norm.Estimate(filters), 0.7 * truth, truth * Rounding);
            Assert.True(certified * (1 + 1e-12) >= truth, $"{geometry}: {certified} < {truth}");
            double estimate = 0;
            for (int k = 0; k < 30; k++)
            {
                estimate = norm.Estimate(filters);
            }

            Assert.InRange(estimate, 0.97 * truth, truth * Rounding);
        });
    }

    /// <summary>Where it is attained: equal weights, and positions that do not overlap.</summary>
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(1, 1)]
    public void TheCertifiedBoundIsTheTruthWherePositionsDoNotOverlap(int kernel, int stride)
    {
        var geometry = ConvolutionCases.Of(2, 6, 6, 3, new ConvolutionWindow(kernel, kernel) { Stride = stride });
        var weights = new Matrix(geometry.Filters, geometry.Patch);
        weights.Values.Fill(1);
        double truth = LargestEigenvalue(ConvolutionCases.Dense(geometry, weights));
        Assert.Equal(truth, new ConvolutionNorm(geometry).Certified(weights), 1e-9 * truth);
    }

    [Fact]
    public void AReflectionThatDoublesThePixelsBesideTheBorderIsCounted()
    {
        // The middle column is read twice by the outputs at both sides.
        var geometry = ConvolutionCases.Of(1, 1, 3, 1, new ConvolutionWindow(1, 3));
        var reflected = ConvolutionCases.Of(1, 3, 3, 1, new ConvolutionWindow(1, 3) { Padding = 1, Mode = PaddingMode.Reflect });
        var weights = new Matrix(1, 3);
        (weights.Values[0], weights.Values[2]) = (1, 1);
        Assert.True(new ConvolutionNorm(reflected).Certified(weights) >= LargestEigenvalue(ConvolutionCases.Dense(reflected, weights)));
        Assert.True(new ConvolutionNorm(reflected).Certified(weights) > new ConvolutionNorm(geometry).Certified(weights));
    }

    [Fact]
    public void AnEstimateIsRepeatedToTheBitFromItsStart()
    {
        var geometry = ConvolutionCases.Of(2, 9, 11, 4, new ConvolutionWindow(3, 3) { Padding = 1 });
        var filters = new PackedFilters(geometry);
        filters.Pack(Products.Random(new Random(2), geometry.Filters, geometry.Patch));
        var first = new ConvolutionNorm(geometry);
        for (int k = 0; k < 4; k++)
        {
            double estimate = first.Estimate(filters);
            var second = new ConvolutionNorm(geometry);
            first.Start.CopyTo(second.Vector);
            Assert.Equal(estimate, second.Estimate(filters));
            Assert.True(first.Vector.SequenceEqual(second.Vector));
            Assert.Equal(first.Start, second.Start);
        }

        first.Restart();
        Assert.Equal(new ConvolutionNorm(geometry).Estimate(filters), first.Estimate(filters));
    }

    [Fact]
    public void OnlyZeroWeightsHaveTheEstimateZero()
    {
        var geometry = ConvolutionCases.Of(2, 6, 7, 2, new ConvolutionWindow(3, 3) { Padding = 1 });
        var weights = new Matrix(geometry.Filters, geometry.Patch);
        var (filters, norm) = (new PackedFilters(geometry), new ConvolutionNorm(geometry));
        Assert.Equal((0.0, 0.0), (norm.Estimate(filters), norm.Certified(weights)));
        for (int i = 0; i < weights.Values.Length; i++)
        {
            weights.Values.Clear();
            weights.Values[i] = 1;
            filters.Pack(weights);
            norm.Restart();
            Assert.InRange(norm.Estimate(filters), 0.9, Rounding);
        }

        // Differences cancel constants.
        weights.Values.Clear();
        (weights.Values[3], weights.Values[4]) = (-1, 1);
        filters.Pack(weights);
        norm.Restart();
        Assert.True(norm.Estimate(filters) > 2);
    }

    [Fact]
    public void WeightsOfAnotherShapeAreRefused()
    {
        var norm = new ConvolutionNorm(ConvolutionCases.Of(2, 6, 7, 2, new ConvolutionWindow(3, 3)));
        Assert.Contains("2 × 18", Assert.Throws<ArgumentException>(() => norm.Certified(new Matrix(2, 17))).Message, StringComparison.Ordinal);
    }

    private static bool IsSmall(ConvolutionGeometry geometry) => Math.Min(geometry.Input.Length, geometry.Output.Length) <= 36;

    /// <summary>λ_max of the smaller of KᵀK and K Kᵀ in double, by cyclic Jacobi rotations until nothing but the diagonal is left.</summary>
    private static double LargestEigenvalue(double[,] dense)
    {
        double[][] gram = Gram(dense);
        int n = gram.Length;
        for (int sweep = 0; sweep < 9; sweep++)
        {
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    Rotate(gram, p, q);
                }
            }
        }

        return Enumerable.Range(0, n).Max(i => gram[i][i]);
    }

    private static double[][] Gram(double[,] dense)
    {
        bool isWide = dense.GetLength(1) > dense.GetLength(0);
        int n = dense.GetLength(isWide ? 0 : 1), depth = dense.GetLength(isWide ? 1 : 0);
        double[][] gram = [.. Enumerable.Range(0, n).Select(_ => new double[n])];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                for (int k = 0; k < depth; k++)
                {
                    gram[i][j] += isWide ? dense[i, k] * dense[j, k] : dense[k, i] * dense[k, j];
                }
            }
        }

        return gram;
    }

    /// <summary>The rotation of rows and columns p and q that makes entry (p, q) zero.</summary>
    private static void Rotate(double[][] a, int p, int q)
    {
        if (Math.Abs(a[p][q]) < 1e-300)
        {
            return;
        }

        double half = (a[q][q] - a[p][p]) / (2 * a[p][q]), tangent = 1 / (Math.Abs(half) + Math.Sqrt(half * half + 1)) * (half < 0 ? -1 : 1);
        double cosine = 1 / Math.Sqrt(tangent * tangent + 1), sine = tangent * cosine;
        for (int k = 0; k < a.Length; k++)
        {
            (a[k][p], a[k][q]) = (cosine * a[k][p] - sine * a[k][q], sine * a[k][p] + cosine * a[k][q]);
        }

        for (int k = 0; k < a.Length; k++)
        {
            (a[p][k], a[q][k]) = (cosine * a[p][k] - sine * a[q][k], sine * a[p][k] + cosine * a[q][k]);
        }
    }
}
