using LiftedActors.Model.Blocks;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Solving;

/// <summary>Asynchronous executions drawn at random: what they may miss, that F falls from one quiet point to the next, and their replay.</summary>
public sealed class BoundedDelayTests
{
    private const int Sweeps = 12;
    private static readonly int[] Widths = [3, 5, 4, 2];

    public static TheoryData<int, string> Cases
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var delay in (int[])[0, 1, 3])
            {
                foreach (var word in (string[])["relu", "tanh", "soft-threshold"])
                {
                    data.Add(delay, word);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void FFallsFromOneQuietPointToTheNext(int delay, string word)
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var execution = new DelayedExecution(Lift(delay, word), seed);
            var before = double.PositiveInfinity;
            for (var k = 0; k < 8; k++)
            {
                execution.Run((_, _) => { });
                var report = execution.Reports[k];
                before = double.IsPositiveInfinity(before) ? report.Loss : before;
                Assert.True(report.Objective <= before + JacobiTests.Slack(before), $"F rose from {before} to {report.Objective}.");
                before = report.Objective;
            }

            Assert.True(before < 0.999 * execution.Reports[0].Loss, $"F stayed at {before}.");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AnExecutionIsReplayedToTheBit(int delay, string word)
    {
        foreach (var outer in (OuterIteration[])[new FullBatch(Sweeps), new ImplicitStochasticGradient(4, 5, 0.7)])
        {
            var objective = Lift(delay, word, outer);
            var execution = new DelayedExecution(objective, seed: 5);
            for (var k = 0; k < 4; k++)
            {
                execution.Run((_, _) => { });
            }

            var text = new StringWriter();
            execution.Trace.Write(text);
            var trace = ExecutionTrace.Read(new StringReader(text.ToString()));
            var replayed = Lift(delay, word, outer);
            var solver = new SequentialSolver(replayed);
            Assert.All(Enumerable.Range(0, 4), k => Assert.Equal(execution.Reports[k], solver.Replay(trace)));
            SequentialSolverTests.AssertSame(SequentialSolverTests.Save(objective), SequentialSolverTests.Save(replayed));
        }
    }

    [Fact]
    public void TwoExecutionsDifferSoThatAReplayIsNeeded()
    {
        var states = Enumerable.Range(0, 2).Select(seed =>
        {
            var objective = Lift(1, "tanh");
            new DelayedExecution(objective, seed).Run((_, _) => { });
            return SequentialSolverTests.Save(objective);
        }).ToArray();
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => SequentialSolverTests.AssertSame(states[0], states[1]));
    }

    /// <summary>2s+1 updates of a neighbour, 4s+1 between Θ_ℓ and Z_{ℓ−1}, 2s own ones: reached, never passed.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void AnUpdateMissesNoMoreThanTheGateAllows(int delay)
    {
        var largest = new Lag(0, 0, 0);
        for (var seed = 0; seed < 12; seed++)
        {
            var objective = Lift(delay, "relu", new FullBatch(40), [2, 2, 2, 2, 2]);
            var watch = new LagWatch();
            new DelayedExecution(objective, seed).Run(watch.Note);
            largest = new Lag(
                Math.Max(largest.Direct, watch.Largest.Direct), Math.Max(largest.Across, watch.Largest.Across), Math.Max(largest.Own, watch.Largest.Own));
        }

        Assert.Equal(new Lag((2 * delay) + 1, (4 * delay) + 1, 2 * delay), largest);
    }

    [Fact]
    public void ATraceThatDoesNotFitIsRefusedByGrantAndVersion()
    {
        var execution = new DelayedExecution(Lift(1, "tanh"), seed: 2);
        execution.Run((_, _) => { });
        Assert.Contains("z.1.0", Fault(_ => []), StringComparison.Ordinal);
        Assert.Contains("versions for z.1.0", Fault(taken => [.. taken, 1]), StringComparison.Ordinal);
        Assert.Contains("0:0", Fault(taken => [.. taken[..^2], 0, taken[^1]]), StringComparison.Ordinal);
        Assert.Contains($"0:{Sweeps + 1}", Fault(taken => [.. taken[..^1], Sweeps + 1]), StringComparison.Ordinal);
        Assert.Contains("waits for", Fault(taken => [Sweeps, .. taken[1..]]), StringComparison.Ordinal);

        string Fault(Func<int[], int[]> damage)
        {
            var objective = Lift(1, "tanh");
            var trace = new ExecutionTrace();
            foreach (var block in objective.Blocks)
            {
                var taken = execution.Trace.Taken(0, block.Id).ToArray();
                trace.Add(0, block.Id, block.Id == BlockId.Activations(1, 0) ? damage(taken) : taken);
            }

            return Assert.Throws<ArgumentException>(() => new SequentialSolver(objective).Replay(trace)).Message;
        }
    }

    [Theory]
    [InlineData("0 z.1")]
    [InlineData("0 theta.1.0 3")]
    [InlineData("-1 theta.1 3")]
    [InlineData("0 theta.1 x")]
    [InlineData("0")]
    public void ALineThatIsNoEntryIsRefused(string line) =>
        Assert.Contains(line, Assert.Throws<FormatException>(() => ExecutionTrace.Read(new StringReader(line))).Message, StringComparison.Ordinal);

    internal static LiftedObjective Lift(int delay, string word, OuterIteration? outer = null, int[]? widths = null) => TinyProblems.Lift(
        TinyProblems.Regression(word, 9, 1, widths ?? Widths),
        TinyProblems.Method(new BoundedDelay(delay), new ProxLinear(), new ProxLinear(), outer ?? new FullBatch(Sweeps)));

    /// <summary>The updates that one update has missed.</summary>
    /// <param name="Direct">Of a neighbour that it reads, or that reads it.</param>
    /// <param name="Across">Between Θ_ℓ and Z_{ℓ−1}.</param>
    /// <param name="Own">Of the block itself.</param>
    private sealed record Lag(int Direct, int Across, int Own);

    /// <summary>Follows which versions went into which evaluation, and counts what each update missed of the updates before it.</summary>
    private sealed class LagWatch
    {
        private readonly Dictionary<BlockId, int> _updates = [];
        private readonly Dictionary<(BlockId Owner, int Evaluation), (int Below, int Parameters)> _inputs = [];

        public Lag Largest { get; private set; } = new(0, 0, 0);

        public void Note(Grant grant, int[] sweeps)
        {
            if (grant.Work == Work.Evaluate)
            {
                _inputs[(grant.Block, grant.Sweep)] = (sweeps[0], sweeps[1]);
            }
            else if (grant.Work == Work.Step)
            {
                for (var i = 0; i < sweeps.Length; i++)
                {
                    Step(grant.Block, grant.Reads[i].Source, sweeps[i]);
                }

                _updates[grant.Block] = grant.Sweep;
            }
        }

        private void Step(BlockId block, BlockId owner, int evaluation)
        {
            var input = _inputs[(owner, evaluation)];
            var below = owner with { Layer = owner.Layer - 1 };
            var parameters = BlockId.Parameters(owner.Layer);

            // An evaluation is made at the owner's version before the update of its number.
            Direct(owner, evaluation - 1);
            if (block.Kind == BlockKind.Parameters)
            {
                Largest = Largest with { Across = Math.Max(Largest.Across, Missed(below, input.Below)), Own = Math.Max(Largest.Own, Missed(block, input.Parameters)) };
                return;
            }

            Largest = Largest with { Across = Math.Max(Largest.Across, Missed(parameters, input.Parameters)), Own = Math.Max(Largest.Own, Missed(block, input.Below)) };
            var own = _inputs[(block, _updates.GetValueOrDefault(block) + 1)];
            Direct(block with { Layer = block.Layer - 1 }, own.Below);
            Direct(BlockId.Parameters(block.Layer), own.Parameters);
        }

        private void Direct(BlockId neighbour, int seen) => Largest = Largest with { Direct = Math.Max(Largest.Direct, Missed(neighbour, seen)) };

        private int Missed(BlockId block, int seen) => Math.Max(0, _updates.GetValueOrDefault(block) - seen);
    }
}
