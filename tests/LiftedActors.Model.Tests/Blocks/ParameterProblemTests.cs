using LiftedActors.Model.Blocks;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Tests.Potentials;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Blocks;

/// <summary>The problem of a block of parameters, for every number of summands, with and without a proximal term.</summary>
public sealed class ParameterProblemTests
{
    private const int Samples = 10;

    public static TheoryData<int, double> Cases
    {
        get
        {
            var data = new TheoryData<int, double>();
            foreach (var summands in (int[])[1, 2, 3, 5])
            {
                data.Add(summands, double.PositiveInfinity);
                data.Add(summands, 0.5);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AGradientStepIsDownTheMeanOfTheSummands(int summands, double proximalStep)
    {
        foreach (var inputs in (int[])[1, 2, 5, VectorKernels.Part])
        {
            var posed = new Posed(summands, inputs, proximalStep);
            var squaredMove = new GradientDescent(0.3).Step(posed.Problem, new UpdateMemory(ComputeDevice.Host, 0, posed.Size));
            var pull = 0.3 / proximalStep;
            for (var i = 0; i < posed.Size; i++)
            {
                var descended = posed.Current[i] - (0.3 * posed.Gradient(i));
                Assert.Equal((descended + (pull * posed.Anchor[i])) / (1 + pull), posed.Next[i], 64 * PotentialCases.Epsilon);
            }

            posed.AssertMeasured(squaredMove);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AdamTakesTheMeanOfTheSummandsAndMeasuresItsMove(int summands, double proximalStep)
    {
        foreach (var inputs in (int[])[1, 2, 5, VectorKernels.Part])
        {
            var posed = new Posed(summands, inputs, proximalStep);
            var memory = new UpdateMemory(ComputeDevice.Host, 2, posed.Size);
            posed.AssertMeasured(new Adam(0.1).Step(posed.Problem, memory));
            var means = ComputeDevice.Host.Download(memory.Moments[0]);
            for (var i = 0; i < posed.Size; i++)
            {
                Assert.Equal(0.1 * posed.Gradient(i), means[i], 16 * PotentialCases.Epsilon);
            }
        }
    }

    [Fact]
    public void TheStepOfInfiniteLengthEndsAtTheMinimiserOrIsRefused()
    {
        var posed = new Posed(3, 5, 0.5);
        posed.AssertMeasured(posed.Problem.ProximalGradient(double.PositiveInfinity));
        for (var i = 0; i < posed.Size; i++)
        {
            Assert.Equal(posed.Anchor[i] - (0.5 * posed.Gradient(i)), posed.Next[i], 64 * PotentialCases.Epsilon);
        }

        var free = new Posed(1, 5, double.PositiveInfinity);
        Assert.Throws<InvalidOperationException>(() => free.Problem.ProximalGradient(double.PositiveInfinity));
    }

    private sealed class Posed
    {
        private readonly Parameters[] _summands;

        public Posed(int summands, int inputs, double proximalStep)
        {
            Size = inputs + 1;
            var random = new RandomStream(inputs, $"summands {summands}");
            (Current, Next, Anchor) = (PotentialCases.Point(ref random, Size, 1), new Real[Size], PotentialCases.Point(ref random, Size, 1));
            _summands = new Parameters[summands];
            Problem = new ParameterProblem(ComputeDevice.Host, Matrix.Over(Anchor, 1, Size), proximalStep);
            Problem.Begin(Samples);
            for (var s = 0; s < summands; s++)
            {
                _summands[s] = new Parameters(new Affine(inputs, 1));
                PotentialCases.Point(ref random, Size, 1).CopyTo(_summands[s].Values);
                Problem.Add(_summands[s]);
            }

            Problem.Pose(Matrix.Over(Current, 1, Size), Matrix.Over(Next, 1, Size), default);
        }

        public int Size { get; }

        public ParameterProblem Problem { get; }

        public Real[] Current { get; }

        public Real[] Next { get; }

        public Real[] Anchor { get; }

        public double Gradient(int i) => _summands.Sum(summand => (double)summand.Values[i]) / Samples;

        public void AssertMeasured(double squaredMove)
        {
            var expected = PotentialCases.SquaredDistance(PotentialCases.Widen(Next), PotentialCases.Widen(Current));
            Assert.True(expected > 0);
            Assert.Equal(1, squaredMove / expected, VectorKernels.Part * PotentialCases.Epsilon);
        }
    }
}
