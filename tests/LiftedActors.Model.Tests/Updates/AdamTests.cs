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
            var (update, memory) = (new Adam(0.03), new UpdateMemory(2, size));
            double[] theta = [.. PotentialCases.Widen(problem.Current)], m = new double[size], v = new double[size];
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
                    Assert.Equal(theta[i], problem.Current[i], 2e4 * PotentialCases.Epsilon * (1 + Math.Abs(theta[i])));
                    theta[i] = problem.Current[i];
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

        public override ReadOnlySpan<Real> Current => start;

        public override Span<Real> Next => _next;

        public void Accept() => _next.CopyTo(start, 0);

        public override GradientPart Gradient(int offset, int length) =>
            new(((Real)Scale, 0), start.AsSpan(offset, length), start.AsSpan(offset, length));

        public override void Prox(ReadOnlySpan<Real> v, double step)
        {
            for (var i = 0; i < v.Length; i++)
            {
                _next[i] = (Real)(v[i] / (1 + step));
            }
        }

        public override double ProximalGradient(double step) => throw new NotSupportedException();

        public override void Feasible() => throw new NotSupportedException();
    }
}
