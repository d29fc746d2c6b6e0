using LiftedActors.Model.Kernels;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Tests.Potentials;

namespace LiftedActors.Model.Tests.Kernels;

/// <summary>The element kernels, held to their definitions for every length of a tail and for more than one part.</summary>
public sealed class VectorKernelsTests
{
    private static readonly int[] Lengths = [.. Enumerable.Range(0, 35), VectorKernels.Part - 1, VectorKernels.Part, VectorKernels.Part + 9, (2 * VectorKernels.Part) + 3];

    [Fact]
    public void MapsEqualTheirDefinitionsAndMayOverwrite()
    {
        var random = new RandomStream(1, "maps");
        foreach (var length in Lengths)
        {
            var (a, b, c) = (Point(ref random, length), Point(ref random, length), Point(ref random, length));
            Equal(i => a[i] + (2 * (double)b[i]), a, target => VectorKernels.Combine(a, 2, b, target), target => VectorKernels.Combine(target, 2, b, target));
            Equal(i => 3 * (double)a[i], a, target => VectorKernels.Scale(a, 3, target), target => VectorKernels.Scale(target, 3, target));
            Equal(i => 3 * ((double)a[i] - b[i]), a, target => VectorKernels.Difference(a, b, 3, target), target => VectorKernels.Difference(target, b, 3, target));
            Equal(
                i => ((double)a[i] / 2) + (3 * (double)b[i]) - c[i],
                a,
                target => VectorKernels.Combine(new((Real)0.5, 3, -1), a, b, c, target),
                target => VectorKernels.Combine(new((Real)0.5, 3, -1), target, b, c, target));
        }
    }

    [Fact]
    public void SumsEqualTheirDefinitions()
    {
        var random = new RandomStream(2, "sums");
        foreach (var length in Lengths)
        {
            var (a, b, c, result) = (Point(ref random, length), Point(ref random, length), Point(ref random, length), new Real[length]);
            var distance = PotentialCases.SquaredDistance(PotentialCases.Widen(a), PotentialCases.Widen(b));
            var norm = PotentialCases.Dot(PotentialCases.Widen(a), PotentialCases.Widen(a));
            Near(distance, VectorKernels.SquaredDistance(a, b));
            Near(distance, VectorKernels.Difference(a, b, 7, result));
            Near(norm, VectorKernels.SquaredNorm(a));
            var sums = Enumerable.Repeat(1.0, length).ToArray();
            var (sum, squares) = VectorKernels.AddMagnitudes(a, sums);
            Assert.Equal(a.Sum(value => Math.Abs((double)value)), sum, 1e-9);
            Assert.Equal(norm, squares, 1e-9);
            Assert.Equal(a.Select(value => 1 + Math.Abs((double)value)), sums);
            var squaredMove = VectorKernels.Combine(new(1, (Real)0.25, 4), a, b, c, result);
            Near(PotentialCases.SquaredDistance(PotentialCases.Widen(result), PotentialCases.Widen(a)), squaredMove);
        }
    }

    [Fact]
    public void RowsAreAddedInTheirOrder()
    {
        var random = new RandomStream(3, "rows");
        foreach (var columns in (int[])[1, 3, 8, 17, 40])
        {
            for (var rows = 0; rows < 11; rows++)
            {
                var matrix = Matrix.Over(Point(ref random, rows * columns), rows, columns);
                var (bias, sum) = (Point(ref random, columns), Point(ref random, columns));
                var expected = Enumerable.Range(0, columns)
                    .Select(j => Enumerable.Range(0, rows).Aggregate((Real)0, (total, i) => total + matrix.Row(i)[j])).ToArray();
                VectorKernels.SumRows(matrix, sum);
                Assert.Equal(expected, sum);

                var shifted = matrix.Values.ToArray().Select((value, i) => value + bias[i % columns]).ToArray();
                VectorKernels.AddToRows(matrix, bias);
                Assert.Equal(shifted, matrix.Values.ToArray());
            }
        }
    }

    [Fact]
    public void UnequalLengthsAreRefused()
    {
        var (three, four) = (new Real[3], new Real[4]);
        Assert.Throws<ArgumentException>(() => VectorKernels.Combine(three, 1, four, three));
        Assert.Throws<ArgumentException>(() => VectorKernels.Combine(new(1, 1, 1), four, four, three, four));
        Assert.Throws<ArgumentException>(() => VectorKernels.Scale(four, 1, three));
        Assert.Throws<ArgumentException>(() => VectorKernels.SquaredDistance(four, three));
        Assert.Throws<ArgumentException>(() => VectorKernels.Difference(four, four, 1, three));
        Assert.Throws<ArgumentException>(() => VectorKernels.AddMagnitudes(three, new double[4]));
        Assert.Throws<ArgumentException>(() => VectorKernels.SumRows(new Matrix(2, 4), three));
        Assert.Throws<ArgumentException>(() => VectorKernels.AddToRows(new Matrix(2, 4), three));
    }

    private static Real[] Point(ref RandomStream random, int length) => PotentialCases.Point(ref random, length, 1);

    private static void Equal(Func<int, double> definition, Real[] source, Action<Real[]> apart, Action<Real[]> inPlace)
    {
        var (first, second) = (new Real[source.Length], source.ToArray());
        apart(first);
        inPlace(second);
        Assert.Equal(first, second);
        for (var i = 0; i < first.Length; i++)
        {
            Assert.Equal(definition(i), first[i], 64 * PotentialCases.Epsilon);
        }
    }

    private static void Near(double expected, double actual) =>
        Assert.InRange(actual, expected * (1 - (VectorKernels.Part * PotentialCases.Epsilon)), expected * (1 + (VectorKernels.Part * PotentialCases.Epsilon)));
}
