using LiftedActors.Actors;
using LiftedActors.Actors.Tests.Problems;
using LiftedActors.Model.Solving;

namespace LiftedActors.Akka.Tests.Solving;

/// <summary>An asynchronous run can be replayed from its trace, without actors, to the bit.</summary>
public class DelayedReplayTests
{
    [Theory]
    [MemberData(nameof(DelayedReplay.Names), MemberType = typeof(DelayedReplay))]
    public async Task A_run_on_Akka_is_replayed_to_the_bit(string name)
    {
        var (store, watch) = (new Store(), new Watch());
        await using var engine = new AkkaEngine(2);
        var setting = Runs.Setting(DelayedReplay.Iterations, store, watch) with { CheckpointEveryIterations = 2 };

        var solution = await new ActorSolver(engine).SolveAsync(() => DelayedReplay.Lift(name), setting, default);

        Assert.Equal(SolveOutcome.Completed, solution.Status.Outcome);
        Assert.Equal(DelayedReplay.Iterations, watch.Reports.Count);
        DelayedReplay.Check(name, watch, store.All);
    }
}
