using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Tests.Potentials;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Updates;

public sealed class AdamTests
{
    [Fact]
    public void AStepIsThatOfThePublishedAlgorithm()
    {
        // Every tail of a vector, and more than one part.
        foreach (var size in Enumerable.Range(1, 19).Append(VectorKernels.Part + 3))
        {
            var random = new RandomStream(size, "adam");
            var problem = new QuadraticProblem(PotentialCases.Point(ref random, size, 1));
            var (update, memory) = (new Adam(0.03), new UpdateMemory(ComputeDevice.Host, 2, size));
            double[] theta = [.. PotentialCases.Widen(problem.Point)], m = new double[size], v = new double[size];
            for (var t = 1; t <= 50; t++)
            {
                problem.Scale = t;
                var squaredMove = update.Step(problem, memory);
                var moved = PotentialCases.SquaredDistance(PotentialCases.Widen(((Matrix)problem.Next).Values), PotentialCases.Widen(problem.Point));
                Assert.Equal(moved, squaredMove, VectorKernels.Part * PotentialCases.Epsilon * moved);
                problem.Accept();
                for (var i = 0; i < size; i++)
                {
                    // Kingma and Ba, algorithm 1, line by line.
                    var gradient = t * theta[i];
                    m[i] = (0.9 * m[i]) + (0.1 * gradient);
                    v[i] = (0.999 * v[i]) + (0.001 * gradient * gradient);
                    var (mean, square) = (m[i] / (1 - Math.Pow(0.9, t)), v[i] / (1 - Math.Pow(0.999, t)));
                    theta[i] = (theta[i] - (0.03 * mean / (Math.Sqrt(square) + 1e-8))) / (1 + 0.03);
                    Assert.Equal(theta[i], problem.Point[i], 2e4 * PotentialCases.Epsilon * (1 + Math.Abs(theta[i])));
                    theta[i] = problem.Point[i];
                }
            }

            Assert.Equal(50, memory.Steps);
        }
    }

    /// <summary>Subnormal numbers would cost a hundred cycles each, for as long as the parameter rests.</summary>
    [Fact]
    public void AParameterWithoutGradientComesToRestAndItsMomentsStayNormal()
    {
        const int Size = 21;
        var random = new RandomStream(7, "rest");
        var problem = new QuadraticProblem(PotentialCases.Point(ref random, Size, 1), smooth: true);
        var (update, memory) = (new Adam(0.03), new UpdateMemory(ComputeDevice.Host, 2, Size));
        var squaredMove = double.NaN;
        foreach (var scale in (double[])[1, 1e-12, 1e-25, 0])
        {
            problem.Scale = scale;
            for (var step = 0; step < 1000; step++)
            {
                squaredMove = update.Step(problem, memory);
                Assert.DoesNotContain(Values(memory, 0).Concat(Values(memory, 1)), value => Real.IsSubnormal(value));
                problem.Accept();
            }
        }

        Assert.Equal(0, squaredMove);
        Assert.All(Values(memory, 0), mean => Assert.Equal(0, mean));
    }

    [Fact]
    public void AGradientThatIsNotANumberIsNotHidden()
    {
        foreach (var size in (int[])[1, 8, 19])
        {
            var problem = new QuadraticProblem([.. Enumerable.Repeat((Real)1, size - 1), Real.NaN], smooth: true);
            Assert.True(double.IsNaN(new Adam().Step(problem, new UpdateMemory(ComputeDevice.Host, 2, size))));
            Assert.Equal([.. Enumerable.Repeat(false, size - 1), true], ((Matrix)problem.Next).Values.ToArray().Select(Real.IsNaN));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ARateThatIsNotPositiveAndFiniteIsRefused(double rate)
    {
        var first = Assert.ThrowsAny<ArgumentException>(() => new Adam(rate));
        var second = Assert.ThrowsAny<ArgumentException>(() => new GradientDescent(rate));
        Assert.All([first, second], exception => Assert.Contains("positive and finite", exception.Message, StringComparison.Ordinal));
    }

    private static Real[] Values(UpdateMemory memory, int moment) => ComputeDevice.Host.Download(memory.Moments[moment]);

    /// <summary>f(v) = scale ½|v|², h(v) = ½|v|² or 0.</summary>
    private sealed class QuadraticProblem(Real[] start, bool smooth = false) : BlockProblem
    {
        private readonly Real[] _next = new Real[start.Length];

        public double Scale { get; set; } = 1;

        public override double StrongConvexity => smooth ? 0 : 1;

        public override bool IsSmooth => smooth;

        public Real[] Point => start;

        public override DeviceMatrix Current => Matrix.Over(start, 1, start.Length);

        public override DeviceMatrix Next => Matrix.Over(_next, 1, start.Length);

        public void Accept() => _next.CopyTo(start, 0);

        public override IReadOnlyList<WeightedMatrix> Gradient => [new((Real)Scale, Current)];

        public override void Prox(double step)
        {
            for (var i = 0; i < _next.Length; i++)
            {
                _next[i] = (Real)(_next[i] / (1 + step));
            }
        }

        public override double ProximalGradient(double step) => throw new NotSupportedException();

        public override void Feasible() => throw new NotSupportedException();
    }
}
