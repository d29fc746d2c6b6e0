using LiftedActors.Model.Blocks;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving;

namespace LiftedActors.Actors.Tests.Problems;

/// <summary>An observer that notes everything, and may act at the end of an iteration.</summary>
public sealed class Watch : IRunObserver
{
    public List<IterationReport> Reports { get; } = [];

    public ExecutionTrace Trace { get; private set; } = new();

    public List<int> Epochs { get; } = [];

    public List<int> Committed { get; } = [];

    public List<string> Faults { get; } = [];

    public List<(int Next, string Reason)> Rollbacks { get; } = [];

    public Action<int> AtIteration { get; set; } = _ => { };

    public void VersionsTaken(int iteration, BlockId block, ReadOnlySpan<int> sweeps) => Trace.Add(iteration, block, sweeps);

    public void IterationCompleted(IterationReport report, TimeSpan elapsed)
    {
        Reports.Add(report);
        AtIteration(report.Iteration);
    }

    public void EpochCompleted(int epoch, IReadOnlyList<LayerParameters> parameters, TimeSpan elapsed) => Epochs.Add(epoch);

    public void CheckpointCommitted(int nextIteration) => Committed.Add(nextIteration);

    public void CheckpointFailed(string reason) => Faults.Add(reason);

    public void RolledBack(int nextIteration, string reason)
    {
        Rollbacks.Add((nextIteration, reason));
        Reports.RemoveAll(report => report.Iteration >= nextIteration);
    }
}
