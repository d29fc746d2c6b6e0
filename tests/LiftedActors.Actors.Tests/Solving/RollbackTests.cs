using LiftedActors.Actors.Tests.Problems;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Actors.Tests.Solving;

/// <summary>A block that fails takes all blocks back to the last checkpoint.</summary>
public class RollbackTests
{
    private const int Iterations = 9;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(5, 3)]
    [InlineData(8, 6)]
    public async Task A_block_that_throws_once_leads_to_the_same_bits(int at, int from)
    {
        var thrown = 0;
        var method = Failing(at, () => Interlocked.Increment(ref thrown) == 1);
        var (store, watch) = (new Store(), new Watch());
        await using var engine = new EmbeddedEngine(2);

        var solution = await new ActorSolver(engine).SolveAsync(
            () => Cases.Lift(method), Runs.Setting(Iterations, store, watch) with { CheckpointEveryIterations = 3 }, default);

        var (reports, bits) = Runs.Reference(() => Cases.Lift(Failing(-1, () => false)), Iterations);
        Assert.Equal(SolveOutcome.Completed, solution.Status.Outcome);
        Assert.Equal(bits, Bits.Of(store.All[^1].Blocks));
        Assert.Equal(reports, watch.Reports);
        var (next, reason) = Assert.Single(watch.Rollbacks);
        Assert.Equal(from, next);
        Assert.Contains("theta.", reason, StringComparison.Ordinal);
        Assert.Contains($"iteration {at - 1}", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_block_that_always_throws_ends_the_run_and_is_named()
    {
        var method = Failing(5, () => true);
        var (store, watch) = (new Store(), new Watch());
        await using var engine = new EmbeddedEngine(1);

        var solution = await new ActorSolver(engine).SolveAsync(
            () => Cases.Lift(method), Runs.Setting(Iterations, store, watch) with { CheckpointEveryIterations = 3 }, default);

        Assert.Equal(SolveOutcome.Failed, solution.Status.Outcome);
        Assert.Matches(@"theta\.\d failed in iteration 4 .*The fault", solution.Status.Advice);
        Assert.Equal(3, solution.CompletedIterations);
        Assert.Equal(3, store.All[^1].NextIteration);
        Assert.Equal(Runs.Reference(() => Cases.Lift(method), 3).Bits, Bits.Of(store.All[^1].Blocks));
    }

    [Fact]
    public async Task Failures_in_different_places_are_counted()
    {
        var at = 0;
        var method = Failing(steps => steps == Volatile.Read(ref at) + 2 && Interlocked.Increment(ref at) > 0);
        var watch = new Watch();
        await using var engine = new EmbeddedEngine(1);
        var setting = Runs.Setting(Iterations, new Store(), watch) with { CheckpointEveryIterations = 1, MaxFailures = 2 };

        var solution = await new ActorSolver(engine).SolveAsync(() => Cases.Lift(method), setting, default);

        Assert.Equal(SolveOutcome.Failed, solution.Status.Outcome);
        Assert.Equal(2, watch.Rollbacks.Count);
    }

    private static LiftedMethod Failing(int at, Func<bool> throws) => Failing(steps => steps == at && throws());

    private static LiftedMethod Failing(Predicate<long> throws) => TinyProblems.Method(
        new OneSweep(),
        new FixedPoint(),
        new FaultyUpdate(new Adam(0.01), (steps, _) => ThrowIf(throws(steps))),
        new ImplicitStochasticGradient(7));

    private static void ThrowIf(bool condition)
    {
        if (condition)
        {
            throw new InvalidOperationException("The fault of a test.");
        }
    }
}
