using LiftedActors.Model.Blocks;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Solving;

/// <summary>The reference solver, for every schedule × update × outer iteration that the constructors allow.</summary>
public sealed class SequentialSolverTests
{
    private static readonly int[] Widths = [3, 5, 4, 2];

    public static TheoryData<string> Methods => Family.MethodNames;

    public static TheoryData<string> ExactMethods => [.. Family.Methods.Where(entry => entry.Value.Schedule.Delay is null or 0).Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void ASavedRunGoesOnToTheBit(string name)
    {
        const int Total = 7;
        var straight = Lift(name);
        var solver = new SequentialSolver(straight);
        var (saved, reports) = (new List<BlockState[]>(), new List<IterationReport>());
        for (var k = 0; k < Total; k++)
        {
            saved.Add(Save(straight));
            reports.Add(solver.Step());
        }

        var end = Save(straight);
        foreach (var from in (int[])[0, 1, 4])
        {
            // Into fresh blocks, and back in time into the blocks that ran on.
            foreach (var objective in (LiftedObjective[])[Lift(name), straight])
            {
                Restore(objective, saved[from]);
                var resumed = new SequentialSolver(objective, from);
                Assert.All(Enumerable.Range(from, Total - from), k => Assert.Equal(reports[k], resumed.Step()));
                AssertSame(end, Save(objective));
            }
        }
    }

    /// <summary>A schedule with a delay is exact once it is known which versions were taken.</summary>
    [Theory]
    [MemberData(nameof(ExactMethods))]
    public void AnyAllowedOrderGivesTheSameBits(string name)
    {
        var sequential = Lift(name);
        var solver = new SequentialSolver(sequential);
        for (var k = 0; k < 4; k++)
        {
            solver.Step();
        }

        for (var seed = 0; seed < 3; seed++)
        {
            var shuffled = Lift(name);
            var machine = new GrantMachine(shuffled);
            var random = new RandomStream(seed, "order");
            for (var k = 0; k < 4; k++)
            {
                machine.RunAtRandom(ref random);
            }

            AssertSame(Save(sequential), Save(shuffled));
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void ASteadyIterationAllocatesNothing(string name)
    {
        var solver = new SequentialSolver(Lift(name));
        for (var k = 0; k < 8; k++)
        {
            solver.Step();
        }

        // A collection that another thread causes books the unused rest of this thread's buffer, up to 8 KiB: once, not in every window.
        Assert.Contains(0, Enumerable.Range(0, 5).Select(_ => Allocated(solver)).ToArray());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void TheReportIsThatOfTheBlocks(string name)
    {
        var objective = Lift(name);
        var solver = new SequentialSolver(objective);
        var settled = objective.Method is { GuardsActivations: true, GuardsParameters: true } or { Schedule.Delay: not null };
        for (var k = 0; k < 6; k++)
        {
            var report = solver.Step();
            Assert.Equal((k, objective.Sampler.BatchSize(k)), (report.Iteration, report.Samples));
            if (!report.IsFinite)
            {
                // Fixed points under Jacobi diverge for some activations, the identity among them, and promise nothing.
                Assert.Equal(UpdateGuarantee.None, objective.Method.ActivationUpdate.Guarantee);
                return;
            }

            Assert.True(report.LiftingGap >= 0 && report.SquaredMove >= 0 && report.Rejected >= 0);
            if (settled && report.Rejected == 0)
            {
                // Where every step is settled, or the iteration ends with an evaluation, every term is evaluated after its last move.
                var expected = ReferenceObjective.Of(objective, k);
                Assert.Equal(expected, report.Objective, 1e3 * Potentials.PotentialCases.Epsilon * (1 + expected));
            }
        }
    }

    [Fact]
    public void TheShardsOfOneBatchSizeDifferOnlyInRounding()
    {
        var problem = TinyProblems.Regression("tanh", 12, 1, Widths);
        var reports = Enumerable.Range(1, 4).Select(shards => Family.Methods.Values
            .Where(method => method.Outer is FullBatch)
            .Select(method => new LiftedMethod(method.Formulation, (method.ActivationUpdate, method.ParameterUpdate), method.Schedule, method.Outer, shards))
            .Select(method => new SequentialSolver(TinyProblems.Lift(problem, method)).Step().Loss).ToArray()).ToArray();
        Assert.All(reports, losses => Assert.All(losses, loss => Assert.Equal(reports[0][0], loss, 100 * Potentials.PotentialCases.Epsilon * (1 + loss))));
    }

    internal static BlockState[] Save(LiftedObjective objective) => [.. objective.Blocks.Select(block => block.Save())];

    internal static void AssertSame(BlockState[] expected, BlockState[] actual)
    {
        foreach (var (first, second) in expected.Zip(actual))
        {
            Assert.Equal((first.Block, first.Steps), (second.Block, second.Steps));
            Assert.Equal(first.Arrays.Select(array => (array.Name, array.Rows, array.Columns)), second.Arrays.Select(array => (array.Name, array.Rows, array.Columns)));
            foreach (var (left, right) in first.Arrays.Zip(second.Arrays))
            {
                Assert.True(left.Values.Span.SequenceEqual(right.Values.Span), $"{left.Name} of {first.Block} differs.");
            }
        }
    }

    internal static long Allocated(SequentialSolver solver)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var k = 0; k < 8; k++)
        {
            solver.Step();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Restore(LiftedObjective objective, BlockState[] states)
    {
        foreach (var (block, state) in objective.Blocks.Zip(states))
        {
            block.Restore(state);
        }
    }

    private static LiftedObjective Lift(string name) =>
        TinyProblems.Lift(TinyProblems.Regression(Family.Turn(name), 11, 1, Widths), Family.Methods[name]);
}
