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
                update.Step(problem, memory);
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

    /// <summary>f(v) = scale ½|v|², h(v) = ½|v|².</summary>
    private sealed class QuadraticProblem(Real[] start) : BlockProblem
    {
        private readonly Real[] _next = new Real[start.Length];

        public double Scale { get; set; } = 1;

        public override double StrongConvexity => 1;

        public Real[] Point => start;

        public override DeviceMatrix Current => Matrix.Over(start, 1, start.Length);

        public override DeviceMatrix Next => Matrix.Over(_next, 1, start.Length);

        public void Accept() => _next.CopyTo(start, 0);

        public override void Gradient(Portion portion)
        {
            for (var i = portion.Offset; i < portion.Offset + portion.Length; i++)
            {
                _next[i] = (Real)(Scale * start[i]);
            }
        }

        public override void Prox(double step)
        {
            for (var i = 0; i < _next.Length; i++)
            {
                _next[i] = (Real)(_next[i] / (1 + step));
            }
        }

        public override void ProximalGradient(double step) => throw new NotSupportedException();

        public override void Feasible() => throw new NotSupportedException();
    }
}
