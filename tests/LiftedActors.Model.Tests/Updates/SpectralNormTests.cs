using LiftedActors.Model.Kernels;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Tests.Potentials;
using LiftedActors.Model.Tests.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Updates;

public sealed class SpectralNormTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 8)]
    [InlineData(8, 3)]
    [InlineData(20, 20)]
    [InlineData(1, 17)]
    [InlineData(40, 1)]
    public void TheEstimateIsBelowAndTheCertifiedBoundAboveTheTruth(int rows, int columns)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var a = TinyProblems.Gaussian(rows, columns, seed, "norm");
            var norm = new SpectralNorm(rows, columns);
            var truth = LargestEigenvalue(a);
            var estimate = norm.Estimate(a);
            Assert.InRange(estimate / 1.05, 0.7 * truth, truth * (1 + (100 * PotentialCases.Epsilon)));
            Assert.True(norm.Certified(a) >= truth * (1 - 1e-12));
            for (var k = 0; k < 30; k++)
            {
                estimate = norm.Estimate(a);
            }

            Assert.InRange(estimate / 1.05, 0.97 * truth, truth * (1 + (100 * PotentialCases.Epsilon)));
        }
    }

    [Fact]
    public void AnEstimateIsRepeatedToTheBitFromItsStart()
    {
        var a = TinyProblems.Gaussian(9, 7, 1, "norm");
        var first = new SpectralNorm(9, 7);
        for (var k = 0; k < 4; k++)
        {
            var estimate = first.Estimate(a);
            var second = new SpectralNorm(9, 7);
            first.Start.CopyTo(second.Vector, 0);
            Assert.Equal(estimate, second.Estimate(a));
            Assert.Equal(first.Vector, second.Vector);
            Assert.Equal(first.Start, second.Start);
        }
    }

    [Fact]
    public void OnlyTheZeroMatrixHasTheEstimateZero()
    {
        Assert.Equal(0, new SpectralNorm(3, 4).Estimate(new Matrix(3, 4)));
        Assert.Equal(0, new SpectralNorm(3, 4).Certified(new Matrix(3, 4)));

        // Whatever the start, a single row that cancels it must not hide the matrix: here every start that the estimate can take.
        for (var columns = 1; columns <= 9; columns++)
        {
            var unit = new Matrix(1, columns);
            unit.Values[0] = 1;
            var probe = new SpectralNorm(1, columns);
            for (var scale = 1; scale <= 4; scale++)
            {
                var row = new Matrix(1, columns);
                for (var j = 0; j < columns; j++)
                {
                    row.Values[j] = (Real)(-(1 + (j % 7) - (0.5 * (j % 3))));
                }

                VectorKernels.Scale(row.Values, (Real)scale / 2, row.Values);
                Assert.InRange(new SpectralNorm(1, columns).Estimate(row), 0.9 * VectorKernels.SquaredNorm(row.Values), double.MaxValue);
            }

            Assert.True(probe.Estimate(unit) > 0);
        }
    }

    /// <summary>λ_max(AᵀA) in double by many power steps from several starts.</summary>
    internal static double LargestEigenvalue(Matrix a)
    {
        var random = new RandomStream(1, "power");
        var largest = 0.0;
        for (var start = 0; start < 3; start++)
        {
            var v = Enumerable.Range(0, a.Columns).Select(_ => random.Gaussian()).ToArray();
            for (var k = 0; k < 400; k++)
            {
                var length = Math.Sqrt(v.Sum(value => value * value));
                v = [.. v.Select(value => value / length)];
                var image = Enumerable.Range(0, a.Rows).Select(row => Dot(a.Row(row), v)).ToArray();
                largest = Math.Max(largest, image.Sum(value => value * value));
                var next = new double[a.Columns];
                for (var row = 0; row < a.Rows; row++)
                {
                    for (var j = 0; j < a.Columns; j++)
                    {
                        next[j] += image[row] * a.Row(row)[j];
                    }
                }

                v = next;
            }
        }

        return largest;
    }

    private static double Dot(ReadOnlySpan<Real> row, double[] v)
    {
        var sum = 0.0;
        for (var j = 0; j < v.Length; j++)
        {
            sum += row[j] * v[j];
        }

        return sum;
    }
}
