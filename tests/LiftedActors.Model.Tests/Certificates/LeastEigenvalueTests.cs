using LiftedActors.Model.Certificates;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Tests.Certificates;

public sealed class LeastEigenvalueTests
{
    /// <summary>2 − 2 cos(π/(n+1)) of the second differences of n values.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(60)]
    public void ItIsBelowTheClosedFormAndNear(int n)
    {
        var exact = 2 - (2 * Math.Cos(Math.PI / (n + 1)));
        var bound = LeastEigenvalue.LowerBound(SecondDifferences(n, 0), 0);
        Assert.InRange(bound, 0.998 * exact, exact);
    }

    [Fact]
    public void NothingIsClaimedOfAMatrixThatIsNotPositive()
    {
        var least = 2 - (2 * Math.Cos(Math.PI / 11));
        Assert.True(LeastEigenvalue.LowerBound(SecondDifferences(10, 0.99 * least), 0) > 0);
        Assert.Equal(0, LeastEigenvalue.LowerBound(SecondDifferences(10, 1.01 * least), 0));
        Assert.Equal(0, LeastEigenvalue.LowerBound(SecondDifferences(10, 0.99 * least), 0.02 * least));
    }

    /// <summary>A matrix that is singular but for rounding, whose Cholesky factorisation may run to its end all the same.</summary>
    [Fact]
    public void ASingularMatrixIsNeverVerified()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new RandomStream(seed, "singular");
            var weights = new Matrix(9, 6);
            random.FillGaussian(weights.Values, 1);
            for (var j = 0; j < weights.Rows; j++)
            {
                // The last column is the sum of two others, exactly.
                var row = weights.Row(j);
                (row[0], row[1]) = ((Real)Math.Round(row[0] * 1024) / 1024, (Real)Math.Round(row[1] * 1024) / 1024);
                row[5] = row[0] + row[1];
            }

            Assert.Equal(0, RowExpansion.LowerBound(weights, [1, 1, 1, 1, 1, 1, 1, 1, 1]));
        }
    }

    [Fact]
    public void ALayerExpandsByAtLeastTheBound()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new RandomStream(seed, "expansion");
            var (weights, slopes, image) = (new Matrix(12, 5), new double[12], new Real[12]);
            random.FillGaussian(weights.Values, 1);
            for (var j = 0; j < slopes.Length; j++)
            {
                slopes[j] = j % 4 == 0 ? 0 : random.Uniform();
            }

            var (bound, least) = (RowExpansion.LowerBound(weights, slopes), double.PositiveInfinity);
            for (var trial = 0; trial < 500; trial++)
            {
                var v = RandomLayers.Point(ref random, 5);
                MatrixProduct.Multiply(weights, v, image);
                least = Math.Min(least, RandomLayers.Norm([.. image.Zip(slopes, (x, a) => a * x)]) / RandomLayers.Norm(RandomLayers.Wide(v)));
            }

            Assert.InRange(bound, 0.1 * least, least * (1 + 1e-6));
        }
    }

    internal static double[][] SecondDifferences(int n, double shift) =>
        [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, i + 1).Select(k => k == i ? 2 - shift : k == i - 1 ? -1.0 : 0).ToArray())];
}
