using LiftedActors.Model.Solving;

namespace LiftedActors.Actors.Tests.Problems;

/// <summary>Settings and reference results that many tests share.</summary>
internal static class Runs
{
    public static RunSetting Setting(int iterations, ICheckpointStore store, IRunObserver observer) => new()
    {
        RunId = "run",
        Fingerprint = "tiny",
        Stopping = new MaximumIterations(iterations),
        Checkpoints = store,
        Observer = observer,
        CheckpointEveryEpochs = 0,
        StackBelow = 0,
    };

    /// <summary>The reports and the bits of the sequential solver.</summary>
    public static (List<IterationReport> Reports, string Bits) Reference(Func<LiftedObjective> lift, int iterations)
    {
        var solver = new SequentialSolver(lift());
        var reports = Enumerable.Range(0, iterations).Select(_ => solver.Step()).ToList();
        return (reports, Bits.Of(solver.Objective));
    }
}
