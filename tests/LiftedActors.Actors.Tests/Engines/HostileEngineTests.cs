using LiftedActors.Actors.Tests.Problems;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Actors.Tests.Engines;

/// <summary>Whatever happens to messages: the same end, or a stall that is named; never a wrong result.</summary>
public class HostileEngineTests
{
    private const int Iterations = 6;
    private const int Seeds = 25;

    public static TheoryData<string> Methods => [.. Cases.OnePerSchedule, Cases.OneInversion];

    [Theory]
    [MemberData(nameof(Cases.Names), MemberType = typeof(Cases))]
    public void Reordered_late_and_doubled_messages_change_nothing(string name)
    {
        var (reports, bits) = Runs.Reference(() => Cases.Lift(name), Iterations);
        for (var seed = 0; seed < 4; seed++)
        {
            var (solution, store, watch) = Solve(() => Cases.Lift(name), new HostileEngine(seed, new Hostility(0, 0.2, 0.01)), 256 * (seed % 2));

            Assert.Equal(SolveOutcome.Completed, solution.Status.Outcome);
            Assert.Equal(bits, Bits.Of(store.All[^1].Blocks));
            Assert.Equal(reports, watch.Reports);
            Assert.Equal([2, 4, 6], watch.Committed);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Lost_messages_lead_to_the_same_end_or_to_a_stall_that_is_named(string name)
    {
        var (reports, bits) = Runs.Reference(() => Cases.Lift(name), Iterations);
        var (completed, stalled) = (0, 0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var engine = new HostileEngine(seed, new Hostility(0.002, 0.1, 0.01));
            var (solution, store, watch) = Solve(() => Cases.Lift(name), engine);
            if (solution.Status.Outcome == SolveOutcome.Completed)
            {
                completed++;
                Assert.Equal(bits, Bits.Of(store.All[^1].Blocks));
                Assert.Equal(reports, watch.Reports);
            }
            else
            {
                stalled++;
                Assert.Equal(SolveOutcome.Stalled, solution.Status.Outcome);
                Assert.Matches(@"(z\.\d\.\d|theta\.\d|the recorder|the checkpoint) (waits for|does not answer)", solution.Status.Advice);
                Assert.True(engine.Lost > 0);

                // What was said to be kept is kept; the word of the last one may be lost.
                Assert.True(watch.Committed.LastOrDefault() <= (store.All.LastOrDefault()?.NextIteration ?? 0));
                Assert.Equal(reports.Take(watch.Reports.Count), watch.Reports);
            }
        }

        Assert.True(completed > 0 && stalled > 0, $"{completed} runs were completed and {stalled} stalled: the losses test nothing.");
    }

    [Fact]
    public void A_block_that_fails_among_hostile_messages_leads_to_the_same_bits_and_the_old_generation_is_kept_out()
    {
        var (reports, bits) = Runs.Reference(() => Cases.Lift(Failing(() => false)), Iterations);
        var stale = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var failures = 0;
            var engine = new HostileEngine(seed, new Hostility(0, 0.2, 0.01));
            var (solution, store, watch) = Solve(() => Cases.Lift(Failing(() => ++failures == 1)), engine);

            Assert.Equal(SolveOutcome.Completed, solution.Status.Outcome);
            Assert.Single(watch.Rollbacks);
            Assert.Equal(bits, Bits.Of(store.All[^1].Blocks));
            Assert.Equal(reports, watch.Reports);
            stale += solution.StaleMessages;
        }

        Assert.True(stale > 0);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        var name = Cases.OnePerSchedule.First();
        var (first, second) = (new HostileEngine(3, new Hostility(0, 0.1, 0.05)), new HostileEngine(3, new Hostility(0, 0.1, 0.05)));

        Assert.Equal(Solve(() => Cases.Lift(name), first).Solution.Elapsed, Solve(() => Cases.Lift(name), second).Solution.Elapsed);
    }

    private static (Solution Solution, Store Store, Watch Watch) Solve(Func<LiftedObjective> lift, HostileEngine engine, int stackBelow = 0)
    {
        var (store, watch) = (new Store(), new Watch());
        var setting = Runs.Setting(Iterations, store, watch) with
        {
            CheckpointEveryIterations = 2,
            Time = engine.Time,
            StallTimeout = 2 * HostileEngine.LateDelay,
            StackBelow = stackBelow,
        };
        return (engine.Simulate(new ActorSolver(engine).SolveAsync(lift, setting, default)), store, watch);
    }

    private static LiftedMethod Failing(Func<bool> throws) => TinyProblems.Method(
        new BackwardGaussSeidel(),
        new ProxLinear(),
        new FaultyUpdate(new Adam(0.01), (steps, _) => ThrowIf(steps == 5 && throws())),
        new ImplicitStochasticGradient(7));

    private static void ThrowIf(bool condition)
    {
        if (condition)
        {
            throw new InvalidOperationException("The fault of a test.");
        }
    }
}
