using LiftedActors.Actors;
using LiftedActors.Actors.Tests.Problems;
using LiftedActors.Model.Solving;

namespace LiftedActors.Akka.Tests.Solving;

/// <summary>An engine adds concurrency, never arithmetic.</summary>
public class EqualBitsTests
{
    private const int Iterations = 9;

    public static TheoryData<string, int, int> Hostings()
    {
        var data = new TheoryData<string, int, int>();
        foreach (string name in Cases.Names)
        {
            data.Add(name, 1, 0);
            data.Add(name, 2, 0);
            data.Add(name, 2, 256);
        }

        return data;
    }

    public static TheoryData<string> Methods => [.. Cases.OnePerSchedule, Cases.OneInversion];

    [Theory]
    [MemberData(nameof(Hostings))]
    public async Task It_gives_the_bits_of_the_sequential_solver_and_of_the_embedded_engine(string name, int workers, int stackBelow)
    {
        var (reports, bits) = Runs.Reference(() => Cases.Lift(name), Iterations);
        var (embedded, own, watch) = (new Store(), new Store(), new Watch());
        await using var engine = new AkkaEngine(workers);
        await using var other = new EmbeddedEngine(workers);

        var setting = Runs.Setting(Iterations, own, watch) with { StackBelow = stackBelow };
        var solution = await new ActorSolver(engine).SolveAsync(() => Cases.Lift(name), setting, default);
        await new ActorSolver(other).SolveAsync(() => Cases.Lift(name), Runs.Setting(Iterations, embedded, new Watch()), default);

        Assert.Equal(SolveOutcome.Completed, solution.Status.Outcome);
        Assert.Equal(Iterations, solution.CompletedIterations);
        Assert.Equal(bits, Bits.Of(own.All.Single().Blocks));
        Assert.Equal(Bits.Of(embedded.All.Single().Blocks), Bits.Of(own.All.Single().Blocks));
        Assert.Equal(reports, watch.Reports);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_run_begun_on_one_engine_goes_on_from_any_checkpoint_on_the_other(string name)
    {
        await using var akka = new AkkaEngine(2);
        await using var embedded = new EmbeddedEngine(2);
        var bits = Runs.Reference(() => Cases.Lift(name), Iterations).Bits;

        foreach (var (first, second) in new (IEngine, IEngine)[] { (akka, embedded), (embedded, akka) })
        {
            var begun = new Store();
            await new ActorSolver(first).SolveAsync(
                () => Cases.Lift(name), Runs.Setting(Iterations, begun, new Watch()) with { CheckpointEveryIterations = 2 }, default);
            Assert.Equal([2, 4, 6, 8, 9], begun.All.Select(checkpoint => checkpoint.NextIteration));

            foreach (var checkpoint in begun.All)
            {
                var (resumed, watch) = (new Store(), new Watch());
                await new ActorSolver(second).SolveAsync(
                    () => Cases.Lift(name), Runs.Setting(Iterations, resumed, watch) with { ResumeFrom = checkpoint }, default);

                Assert.Equal(Iterations - checkpoint.NextIteration, watch.Reports.Count);
                Assert.Equal(bits, Bits.Of((resumed.All.LastOrDefault() ?? checkpoint).Blocks));
            }
        }
    }

    [Fact]
    public async Task Two_runs_on_one_engine_do_not_meet()
    {
        var name = Cases.OnePerSchedule.First();
        var bits = Runs.Reference(() => Cases.Lift(name), Iterations).Bits;
        Store[] stores = [new(), new()];
        await using var engine = new AkkaEngine(2);

        await Task.WhenAll(stores.Select((store, index) => new ActorSolver(engine).SolveAsync(
            () => Cases.Lift(name), Runs.Setting(Iterations, store, new Watch()) with { RunId = $"run {index}" }, default)));

        Assert.All(stores, store => Assert.Equal(bits, Bits.Of(store.All[^1].Blocks)));
    }
}
