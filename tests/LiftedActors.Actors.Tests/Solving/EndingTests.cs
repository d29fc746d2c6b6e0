using LiftedActors.Actors.Tests.Problems;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Actors.Tests.Solving;

/// <summary>How runs end, and what they leave behind.</summary>
public class EndingTests
{
    private const string Name = "OneSweep, fixed point, Adam, batches";

    [Fact]
    public async Task A_cancelled_run_finishes_its_iteration_and_can_be_resumed()
    {
        using var cancellation = new CancellationTokenSource();
        var store = new Store();
        var watch = new Watch { AtIteration = iteration => CancelAt(iteration, 4, cancellation) };
        await using var engine = new EmbeddedEngine(1);
        var solver = new ActorSolver(engine);

        var interrupted = await solver.SolveAsync(() => Cases.Lift(Name), Runs.Setting(9, store, watch), cancellation.Token);

        Assert.Equal(SolveOutcome.Interrupted, interrupted.Status.Outcome);
        Assert.Equal(watch.Reports.Count, interrupted.CompletedIterations);
        Assert.Equal([interrupted.CompletedIterations], watch.Committed);
        Assert.InRange(interrupted.CompletedIterations, 5, 8);

        await solver.SolveAsync(() => Cases.Lift(Name), Runs.Setting(9, store, new Watch()) with { ResumeFrom = store.All[^1] }, default);
        Assert.Equal(Runs.Reference(() => Cases.Lift(Name), 9).Bits, Bits.Of(store.All[^1].Blocks));
    }

    [Fact]
    public async Task A_run_cancelled_before_it_begins_leaves_a_checkpoint_of_the_start()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        var store = new Store();
        await using var engine = new EmbeddedEngine(1);
        var solver = new ActorSolver(engine);

        var interrupted = await solver.SolveAsync(() => Cases.Lift(Name), Runs.Setting(9, store, new Watch()), cancellation.Token);
        Assert.Equal(SolveOutcome.Interrupted, interrupted.Status.Outcome);

        await solver.SolveAsync(() => Cases.Lift(Name), Runs.Setting(9, store, new Watch()) with { ResumeFrom = store.All[0] }, default);
        Assert.Equal(Runs.Reference(() => Cases.Lift(Name), 9).Bits, Bits.Of(store.All[^1].Blocks));
    }

    [Fact]
    public async Task A_value_that_is_not_finite_ends_the_run_and_leaves_the_last_good_checkpoint()
    {
        var method = Faulty(5, problem => ((Matrix)problem.Next).Values[0] = Real.NaN);
        var (store, watch) = (new Store(), new Watch());
        await using var engine = new EmbeddedEngine(1);

        var solution = await new ActorSolver(engine).SolveAsync(
            () => Cases.Lift(method), Runs.Setting(9, store, watch) with { CheckpointEveryIterations = 1 }, default);

        Assert.Equal(SolveOutcome.NotFinite, solution.Status.Outcome);
        Assert.Equal([1, 2, 3, 4], store.All.Select(checkpoint => checkpoint.NextIteration));
        Assert.Equal(4, solution.CompletedIterations);
        Assert.Equal(Runs.Reference(() => Cases.Lift(method), 4).Bits, Bits.Of(store.All[^1].Blocks));
        Assert.All(solution.Parameters, value => Assert.All(value.Values.ToArray(), number => Assert.True(Real.IsFinite(number))));
        Assert.False(watch.Reports[^1].IsFinite);
    }

    [Fact]
    public async Task A_run_away_leaves_the_last_good_checkpoint()
    {
        var method = Faulty(5, problem => ((Matrix)problem.Next).Values.Fill(10));
        var store = new Store();
        await using var engine = new EmbeddedEngine(1);
        var setting = Runs.Setting(9, store, new Watch()) with { CheckpointEveryIterations = 1 };

        var solution = await new ActorSolver(engine).SolveAsync(
            () => Cases.Lift(method), setting with { Stopping = new RunAway(1e4) | setting.Stopping }, default);

        Assert.Equal(SolveOutcome.RunAway, solution.Status.Outcome);
        Assert.Equal(5, store.All[^1].NextIteration);
    }

    [Fact]
    public async Task Epochs_and_checkpoints_come_at_their_ends()
    {
        var (store, watch) = (new Store(), new Watch());
        await using var engine = new EmbeddedEngine(1);
        var epoch = Cases.Lift(Name).Sampler.BatchesPerEpoch;
        var setting = Runs.Setting(1, store, watch) with { Stopping = new MaximumEpochs(5), CheckpointEveryEpochs = 2 };
        var solver = new ActorSolver(engine);

        await solver.SolveAsync(() => Cases.Lift(Name), setting, default);

        Assert.Equal([1, 2, 3, 4, 5], watch.Epochs);
        Assert.Equal([2 * epoch, 4 * epoch, 5 * epoch], watch.Committed);

        // What is complete is not run any further.
        var again = await solver.SolveAsync(() => Cases.Lift(Name), setting with { ResumeFrom = store.All[^1] }, default);
        Assert.Equal(SolveOutcome.Completed, again.Status.Outcome);
        Assert.Equal(5 * epoch, again.CompletedIterations);
        Assert.Equal(5 * epoch, watch.Reports.Count);
    }

    [Fact]
    public async Task A_checkpoint_that_cannot_be_stored_is_reported_and_the_run_goes_on()
    {
        var (store, watch) = (new Store { Refuses = checkpoint => checkpoint.NextIteration == 6 }, new Watch());
        await using var engine = new EmbeddedEngine(1);

        var solution = await new ActorSolver(engine).SolveAsync(
            () => Cases.Lift(Name), Runs.Setting(9, store, watch) with { CheckpointEveryIterations = 3 }, default);

        Assert.Equal(SolveOutcome.Completed, solution.Status.Outcome);
        Assert.Equal([3, 9], watch.Committed);
        Assert.Equal(["There is no space left."], watch.Faults);
    }

    [Fact]
    public async Task What_an_observer_throws_comes_out()
    {
        var watch = new Watch { AtIteration = _ => throw new IOException("The metrics cannot be written.") };
        await using var engine = new EmbeddedEngine(1);

        var thrown = await Assert.ThrowsAsync<IOException>(() =>
            new ActorSolver(engine).SolveAsync(() => Cases.Lift(Name), Runs.Setting(9, new Store(), watch), default));

        Assert.Equal("The metrics cannot be written.", thrown.Message);
    }

    [Fact]
    public async Task A_checkpoint_of_another_experiment_is_refused()
    {
        var store = new Store();
        await using var engine = new EmbeddedEngine(1);
        var solver = new ActorSolver(engine);
        var setting = Runs.Setting(1, store, new Watch());
        await solver.SolveAsync(() => Cases.Lift(Name), setting, default);

        var other = setting with { Fingerprint = "other", ResumeFrom = store.All[0] };
        var cut = setting with { ResumeFrom = store.All[0] with { Blocks = store.All[0].Blocks[1..] } };

        await Assert.ThrowsAsync<ArgumentException>(() => solver.SolveAsync(() => Cases.Lift(Name), other, default));
        await Assert.ThrowsAsync<ArgumentException>(() => solver.SolveAsync(() => Cases.Lift(Name), cut, default));
    }

    private static void CancelAt(int iteration, int wanted, CancellationTokenSource cancellation)
    {
        if (iteration == wanted)
        {
            cancellation.Cancel();
        }
    }

    private static LiftedMethod Faulty(int at, Action<BlockProblem> fault) => TinyProblems.Method(
        new OneSweep(),
        new FixedPoint(),
        new FaultyUpdate(new Adam(0.01), (steps, problem) => FaultAt(steps == at, problem, fault)),
        new ImplicitStochasticGradient(7));

    private static void FaultAt(bool here, BlockProblem problem, Action<BlockProblem> fault)
    {
        if (here)
        {
            fault(problem);
        }
    }
}
