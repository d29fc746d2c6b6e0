using LiftedActors.Model.Blocks;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Potentials;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Solving;

/// <summary>All blocks at once: F falls by what the theorem says, and rises where the couplings are left out of the step lengths.</summary>
public sealed class JacobiTests
{
    private static readonly int[][] Nets = [[3, 4, 2], [3, 5, 4, 2], [4, 6, 5, 6, 3], [2, 5, 5, 5, 5, 2]];

    [Theory]
    [InlineData("relu")]
    [InlineData("tanh")]
    [InlineData("soft-threshold")]
    [InlineData("box")]
    [InlineData("sigmoid")]
    public void FNeverRises(string word)
    {
        foreach (var widths in Nets)
        {
            foreach (var weight in (double[])[0.5, 2, 20])
            {
                foreach (var parameters in (BlockUpdate[])[new ProxLinear(), Fixed])
                {
                    var method = TinyProblems.Method(new Jacobi(), new ProxLinear(), parameters, new FullBatch(), weight);
                    var objective = TinyProblems.Lift(TinyProblems.Regression(word, 9, 1, widths), method);
                    Falls(objective, 40, parameters is ProxLinear ? 2 : 1);
                }
            }
        }
    }

    [Fact]
    public void FNeverRisesOnABatchEither()
    {
        foreach (var step in (double[])[0.3, double.PositiveInfinity])
        {
            var method = TinyProblems.Method(new Jacobi(), new ProxLinear(), new ProxLinear(), new ImplicitStochasticGradient(4, 6, step));
            var objective = TinyProblems.Lift(TinyProblems.Regression("tanh", 8, 1, Nets[1]), method);
            var solver = new SequentialSolver(objective);
            for (var k = 0; k < 10; k++)
            {
                var anchor = objective.Parameters.Select(block => Values(block)).ToArray();
                var report = solver.Step();

                // With the proximal term, which is not in the report, F falls from the forward pass, where it is the loss.
                var proximity = objective.Parameters.Zip(anchor, (block, before) => PotentialCases.SquaredDistance(Values(block), before)).Sum() / (2 * step);
                Assert.True(report.Objective + proximity <= report.Loss + Slack(report.Loss), $"{report}, {proximity}");
            }
        }
    }

    /// <summary>Equal norms everywhere, so that 1.9/(L − m) is below the limit of every single block.</summary>
    [Fact]
    public void StepsThatAreGoodForOneBlockAtATimeDivergeForAllAtOnce()
    {
        const double Norm = 2;
        const double Weight = 2;
        var rate = 1.9 / (Weight * ((Norm * Norm) - 1));
        var alone = Run(new BackwardGaussSeidel());
        Assert.All(alone.Zip(alone.Skip(1)), pair => Assert.True(pair.Second <= pair.First + Slack(pair.First), $"{pair.Second} after {pair.First}"));
        var together = Run(new Jacobi());
        Assert.True(together[^1] > 100 * together[0], $"F went from {together[0]} to {together[^1]}.");

        double[] Run(Schedule schedule)
        {
            var method = TinyProblems.Method(schedule, new GradientDescent(rate), Fixed, new FullBatch(), Weight);
            var objective = TinyProblems.Lift(TinyProblems.Regression("identity", 4, 1, 3, 3, 3, 3, 3, 3), method);
            foreach (var block in objective.Parameters)
            {
                var values = new Real[12];
                for (var i = 0; i < 3; i++)
                {
                    values[4 * i] = (Real)(block.Id.Layer == 5 ? Math.Sqrt(Weight) * Norm / 1.2 : Norm);
                }

                block.Initialise(values);
            }

            var solver = new SequentialSolver(objective);
            return [.. Enumerable.Range(0, 60).Select(k =>
            {
                solver.Step();
                return ReferenceObjective.Of(objective, k);
            })];
        }
    }

    [Fact]
    public void ADelayOfZeroIsJacobiToTheBit()
    {
        foreach (var outer in (OuterIteration[])[new FullBatch(3), new ImplicitStochasticGradient(4, 3, 0.5)])
        {
            var states = new List<BlockState[]>();
            foreach (var schedule in (Schedule[])[new Jacobi(), new BoundedDelay(0)])
            {
                var objective = TinyProblems.Lift(
                    TinyProblems.Regression("tanh", 9, 1, Nets[2]), TinyProblems.Method(schedule, new ProxLinear(), new ProxLinear(), outer));
                var solver = new SequentialSolver(objective);
                for (var k = 0; k < 5; k++)
                {
                    solver.Step();
                }

                states.Add(SequentialSolverTests.Save(objective));
            }

            SequentialSolverTests.AssertSame(states[0], states[1]);
        }
    }

    internal static double Slack(double value) => 300 * PotentialCases.Epsilon * (1 + value);

    /// <summary>Θ as good as fixed.</summary>
    private static GradientDescent Fixed => new(1e-30);

    private static void Falls(LiftedObjective objective, int sweeps, int movers)
    {
        var solver = new SequentialSolver(objective);
        var before = double.PositiveInfinity;
        var first = 0.0;
        for (var k = 0; k < sweeps; k++)
        {
            var report = solver.Step();
            var now = ReferenceObjective.Of(objective, k);
            first = k == 0 ? report.Loss : first;
            before = double.IsPositiveInfinity(before) ? report.Loss : before;
            Assert.True(now <= before + Slack(before), $"{objective.Method}, sweep {k}: F rose from {before} to {now}.");
            before = now;
        }

        Assert.True(before < first, $"F did not fall below {first} with {movers} kinds of blocks moving.");
    }

    private static double[] Values(ParameterBlock block) =>
        PotentialCases.Widen(((Model.Networks.PackedParameters)block.Current.Packed).Values);
}
