using LiftedActors.Actors;
using LiftedActors.Actors.Tests.Problems;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Akka.Tests.Solving;

/// <summary>Failures and cancellation on this engine.</summary>
public class EndingTests
{
    private const int Iterations = 9;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(5, 3)]
    [InlineData(8, 6)]
    public async Task A_block_that_throws_once_leads_back_to_a_checkpoint_and_to_the_same_bits(int at, int from)
    {
        var thrown = 0;
        var method = Failing(at, () => Interlocked.Increment(ref thrown) == 1);
        var (store, watch) = (new Store(), new Watch());
        await using var engine = new AkkaEngine(2);

        var solution = await new ActorSolver(engine).SolveAsync(
            () => Cases.Lift(method), Runs.Setting(Iterations, store, watch) with { CheckpointEveryIterations = 3 }, default);

        var (reports, bits) = Runs.Reference(() => Cases.Lift(Failing(-1, () => false)), Iterations);
        Assert.Equal(SolveOutcome.Completed, solution.Status.Outcome);
        Assert.Equal(bits, Bits.Of(store.All[^1].Blocks));
        Assert.Equal(reports, watch.Reports);
        var (next, reason) = Assert.Single(watch.Rollbacks);
        Assert.Equal(from, next);
        Assert.Contains("The fault of a test.", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_block_that_always_throws_ends_the_run_with_its_last_checkpoint()
    {
        var method = Failing(5, () => true);
        var store = new Store();
        await using var engine = new AkkaEngine(1);

        var solution = await new ActorSolver(engine).SolveAsync(
            () => Cases.Lift(method), Runs.Setting(Iterations, store, new Watch()) with { CheckpointEveryIterations = 3 }, default);

        Assert.Equal(SolveOutcome.Failed, solution.Status.Outcome);
        Assert.Equal(3, solution.CompletedIterations);
        Assert.Equal(Runs.Reference(() => Cases.Lift(method), 3).Bits, Bits.Of(store.All[^1].Blocks));
    }

    [Fact]
    public async Task A_cancelled_run_finishes_its_iteration_and_goes_on_later()
    {
        var name = Cases.OnePerSchedule.First();
        using var cancellation = new CancellationTokenSource();
        var store = new Store();
        var watch = new Watch { AtIteration = iteration => CancelAt(iteration, cancellation) };
        await using var engine = new AkkaEngine(1);
        var solver = new ActorSolver(engine);

        var interrupted = await solver.SolveAsync(() => Cases.Lift(name), Runs.Setting(Iterations, store, watch), cancellation.Token);

        Assert.Equal(SolveOutcome.Interrupted, interrupted.Status.Outcome);
        Assert.InRange(interrupted.CompletedIterations, 5, Iterations - 1);
        Assert.Equal([interrupted.CompletedIterations], watch.Committed);

        await solver.SolveAsync(() => Cases.Lift(name), Runs.Setting(Iterations, store, new Watch()) with { ResumeFrom = store.All[^1] }, default);
        Assert.Equal(Runs.Reference(() => Cases.Lift(name), Iterations).Bits, Bits.Of(store.All[^1].Blocks));
    }

    [Fact]
    public async Task What_an_observer_throws_comes_out()
    {
        var watch = new Watch { AtIteration = _ => throw new IOException("The metrics cannot be written.") };
        await using var engine = new AkkaEngine(1);

        var thrown = await Assert.ThrowsAsync<IOException>(() => new ActorSolver(engine).SolveAsync(
            () => Cases.Lift(Cases.OnePerSchedule.First()), Runs.Setting(Iterations, new Store(), watch), default));

        Assert.Equal("The metrics cannot be written.", thrown.Message);
    }

    private static void CancelAt(int iteration, CancellationTokenSource cancellation)
    {
        if (iteration == 4)
        {
            cancellation.Cancel();
        }
    }

    private static LiftedMethod Failing(int at, Func<bool> throws) => TinyProblems.Method(
        new OneSweep(),
        new FixedPoint(),
        new FaultyUpdate(new Adam(0.01), (steps, _) => ThrowIf(steps == at && throws())),
        new ImplicitStochasticGradient(7));

    private static void ThrowIf(bool condition)
    {
        if (condition)
        {
            throw new InvalidOperationException("The fault of a test.");
        }
    }
}
