using LiftedActors.Actors.Tests.Engines;
using LiftedActors.Actors.Tests.Problems;
using LiftedActors.Model.Solving;

namespace LiftedActors.Actors.Tests.Solving;

/// <summary>An asynchronous run can be replayed from its trace, without actors, to the bit.</summary>
public class DelayedReplayTests
{
    public static TheoryData<string, int, int> Hostings()
    {
        var data = new TheoryData<string, int, int>();
        foreach (string name in DelayedReplay.Names)
        {
            data.Add(name, 1, 0);
            data.Add(name, 2, 0);
            data.Add(name, 4, 0);
            data.Add(name, 2, 256);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Hostings))]
    public async Task A_run_on_the_embedded_engine_is_replayed_to_the_bit(string name, int workers, int stackBelow)
    {
        var (store, watch) = (new Store(), new Watch());
        await using var engine = new EmbeddedEngine(workers);
        var setting = Runs.Setting(DelayedReplay.Iterations, store, watch) with { CheckpointEveryIterations = 2, StackBelow = stackBelow };

        var solution = await new ActorSolver(engine).SolveAsync(() => DelayedReplay.Lift(name), setting, default);

        Assert.Equal(SolveOutcome.Completed, solution.Status.Outcome);
        Assert.Equal(DelayedReplay.Iterations, watch.Reports.Count);
        DelayedReplay.Check(name, watch, store.All);
    }

    [Theory]
    [MemberData(nameof(DelayedReplay.Names), MemberType = typeof(DelayedReplay))]
    public async Task A_resumed_run_is_replayed_from_the_traces_of_its_parts(string name)
    {
        var (store, watch) = (new Store(), new Watch());
        await using var engine = new EmbeddedEngine(2);
        var solver = new ActorSolver(engine);
        var setting = Runs.Setting(DelayedReplay.Iterations / 2, store, watch);
        await solver.SolveAsync(() => DelayedReplay.Lift(name), setting, default);

        var rest = Runs.Setting(DelayedReplay.Iterations, store, watch) with { ResumeFrom = store.All[^1] };
        await solver.SolveAsync(() => DelayedReplay.Lift(name), rest, default);

        Assert.Equal(DelayedReplay.Iterations, watch.Reports.Count);
        DelayedReplay.Check(name, watch, store.All);
    }

    [Theory]
    [MemberData(nameof(DelayedReplay.Names), MemberType = typeof(DelayedReplay))]
    public void Whatever_comes_late_twice_or_out_of_order_is_replayed_and_leads_to_other_choices(string name)
    {
        var traces = new HashSet<string>();
        for (var seed = 0; seed < 6; seed++)
        {
            var (store, watch, engine) = (new Store(), new Watch(), new HostileEngine(seed, new Hostility(0, 0.2, 0.01)));
            var setting = Runs.Setting(DelayedReplay.Iterations, store, watch) with
            {
                CheckpointEveryIterations = 2,
                Time = engine.Time,
                StallTimeout = 2 * HostileEngine.LateDelay,
                StackBelow = 256 * (seed % 2),
            };
            var solution = engine.Simulate(new ActorSolver(engine).SolveAsync(() => DelayedReplay.Lift(name), setting, default));

            Assert.Equal(SolveOutcome.Completed, solution.Status.Outcome);
            DelayedReplay.Check(name, watch, store.All);
            var text = new StringWriter();
            watch.Trace.Write(text);
            traces.Add(text.ToString());
        }

        Assert.True(traces.Count > 1, "Every run took the same versions: the test shows nothing.");
    }
}
