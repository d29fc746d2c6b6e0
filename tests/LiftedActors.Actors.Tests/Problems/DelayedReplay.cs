using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Actors.Tests.Problems;

/// <summary>Runs under a bounded delay, and their replay without actors.</summary>
public static class DelayedReplay
{
    public const int Iterations = 6;

    public static TheoryData<string> Names => [.. Methods.Keys];

    private static readonly Dictionary<string, LiftedMethod> Methods = new()
    {
        ["s = 1, full batch"] = TinyProblems.Method(new BoundedDelay(1), new ProxLinear(), new ProxLinear(), new FullBatch(6)),
        ["s = 1, inversion"] = LiftedMethod.Inversion(new Model.Formulations.LiftedBregman(2), new ProxLinear(), new BoundedDelay(1), 6, 2),
        ["s = 2, batches, Adam"] = TinyProblems.Method(new BoundedDelay(2), new ProxLinear(), new Adam(0.01), new ImplicitStochasticGradient(7, 5, 0.5)),
    };

    public static LiftedObjective Lift(string name) => Cases.Lift(Methods[name]);

    /// <summary>Replays what a run took; its reports and its bits must come out.</summary>
    public static void Check(string name, Watch watch, IReadOnlyList<Checkpoint> checkpoints)
    {
        var solver = new SequentialSolver(Lift(name));
        foreach (var report in watch.Reports)
        {
            Assert.Equal(report, solver.Replay(watch.Trace));
            foreach (var checkpoint in checkpoints.Where(checkpoint => checkpoint.NextIteration == solver.Iteration))
            {
                Assert.Equal(Bits.Of(checkpoint.Blocks), Bits.Of(solver.Objective));
            }
        }
    }
}
