using LiftedActors.Actors.Tests.Problems;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Solving;

namespace LiftedActors.Actors.Tests.Solving;

/// <summary>An engine adds concurrency, never arithmetic.</summary>
public class EqualBitsTests
{
    private const int Iterations = 9;

    /// <summary>Every method, on one worker and on two, with a mailbox for every block and with stacks.</summary>
    public static TheoryData<string, int, int> Hostings()
    {
        var data = new TheoryData<string, int, int>();
        foreach (string name in Cases.Names)
        {
            data.Add(name, 1, 0);
            data.Add(name, 2, 0);
            data.Add(name, 1, 256);
            data.Add(name, 2, 256);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Hostings))]
    public async Task The_embedded_engine_gives_the_bits_of_the_sequential_solver(string name, int workers, int stackBelow)
    {
        var (reports, bits) = Runs.Reference(() => Cases.Lift(name), Iterations);
        var (store, watch) = (new Store(), new Watch());
        await using var engine = new EmbeddedEngine(workers);

        var setting = Runs.Setting(Iterations, store, watch) with { StackBelow = stackBelow };
        var solution = await new ActorSolver(engine).SolveAsync(() => Cases.Lift(name), setting, default);

        Assert.Equal(SolveOutcome.Completed, solution.Status.Outcome);
        Assert.Equal(Iterations, solution.CompletedIterations);
        Assert.Equal(bits, Bits.Of(store.All.Single().Blocks));
        Assert.Equal(reports, watch.Reports);
        Assert.True(Matrix.Of(solution.Inputs!).Values.SequenceEqual(Matrix.Of(Inputs(store.All.Single(), name)).Values));
    }

    [Theory]
    [MemberData(nameof(Cases.Names), MemberType = typeof(Cases))]
    public async Task A_run_resumed_from_any_checkpoint_ends_with_the_bits_of_an_uninterrupted_one(string name)
    {
        var (store, resumed) = (new Store(), new Store());
        await using var engine = new EmbeddedEngine(2);
        var solver = new ActorSolver(engine);
        var setting = Runs.Setting(Iterations, store, new Watch()) with { CheckpointEveryIterations = 2 };
        var whole = await solver.SolveAsync(() => Cases.Lift(name), setting, default);
        Assert.Equal([2, 4, 6, 8, 9], store.All.Select(checkpoint => checkpoint.NextIteration));

        foreach (var checkpoint in store.All)
        {
            var watch = new Watch();
            var rest = await solver.SolveAsync(
                () => Cases.Lift(name), Runs.Setting(Iterations, resumed, watch) with { ResumeFrom = checkpoint, StackBelow = 256 }, default);

            Assert.Equal(Iterations - checkpoint.NextIteration, watch.Reports.Count);
            Assert.Equal(Bits.Of(whole.Parameters), Bits.Of(rest.Parameters));
            Assert.Equal(Iterations, rest.CompletedIterations);
            Assert.True(rest.Elapsed >= checkpoint.Elapsed);
        }

        Assert.All(resumed.All, checkpoint => Assert.Equal(Bits.Of(store.All[^1].Blocks), Bits.Of(checkpoint.Blocks)));
    }

    private static IRows Inputs(Checkpoint checkpoint, string name)
    {
        var objective = Cases.Lift(name);
        objective.Restore(checkpoint.Blocks);
        return objective.CurrentInputs;
    }

    [Fact]
    public void Every_schedule_is_covered() =>
        Assert.Equal(Cases.Schedules.Count(), Cases.OnePerSchedule.Count());
}
