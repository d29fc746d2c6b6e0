using System.Collections.Immutable;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Solving;

namespace LiftedActors.Actors.Behaviours;

/// <summary>Has the blocks' reports added up, in block order whatever order they come in, and shows the sum to the observer.</summary>
internal sealed class RecorderBehaviour : IBehaviour
{
    private readonly Fence _fence;
    private readonly Partition _partition;
    private readonly ImmutableArray<ImmutableArray<int>> _places;
    private readonly IRunObserver _observer;
    private readonly Attendance _updated;
    private readonly BlockReport[] _reports;
    private readonly ImmutableArray<int>[] _taken;
    private string? _rollback;
    private int _iteration;
    private int _closed = -1;
    private TimeSpan? _elapsed;

    /// <summary>Creates the recorder of a generation.</summary>
    /// <param name="fence">The generation.</param>
    /// <param name="partition">The stacks, and the objective, which adds their reports up.</param>
    /// <param name="observer">Who watches.</param>
    /// <param name="start">Where the generation begins.</param>
    public RecorderBehaviour(Fence fence, Partition partition, IRunObserver observer, StartingPoint start)
    {
        (_fence, _partition, _observer) = (fence, partition, observer);
        (_iteration, _rollback) = (start.NextIteration, start.Rollback);
        _updated = new Attendance([.. partition.Leads]);
        _reports = new BlockReport[partition.Objective.Blocks.Length];
        _taken = new ImmutableArray<int>[_reports.Length];
        var places = partition.Objective.Blocks.Select((block, place) => (block.Id, place)).ToDictionary();
        _places = [.. partition.Stacks.Select(stack => stack.Blocks.Select(block => places[block.Id]).ToImmutableArray())];
    }

    /// <inheritdoc/>
    public void Receive(Message message, IOutbox outbox)
    {
        if (!_fence.Admits(message, outbox))
        {
            return;
        }

        ShowRollback();
        switch (message)
        {
            case BlockUpdated updated when updated.Iteration == _iteration && _updated.Enter(updated.Block) is { } place:
                Enter(updated.Reports, _places[place]);
                RecordOnceComplete(outbox);
                break;
            case RecordIteration record when record.Iteration == _iteration:
                _elapsed = record.Elapsed;
                RecordOnceComplete(outbox);
                break;
            case CheckpointClosed closed when closed.NextIteration > _closed:
                _closed = closed.NextIteration;
                Show(closed);
                outbox.Send(_fence.Schedule, closed);
                break;
            case Tick:
                outbox.Send(_fence.Schedule, new Waiting(_fence.RunId, _fence.Generation, _fence.Recorder, _iteration, WaitsFor()));
                break;
            default:
                // A message that has come before.
                break;
        }
    }

    /// <summary>Comes first, as every iteration that follows is one of the new generation.</summary>
    private void ShowRollback()
    {
        if (_rollback is { } reason)
        {
            _rollback = null;
            _observer.RolledBack(_iteration, reason);
        }
    }

    private void Enter(ImmutableArray<BlockOutcome> reports, ImmutableArray<int> places)
    {
        for (var i = 0; i < reports.Length; i++)
        {
            (_reports[places[i]], _taken[places[i]]) = reports[i];
        }
    }

    private void RecordOnceComplete(IOutbox outbox)
    {
        if (_elapsed is not { } elapsed || !_updated.IsComplete)
        {
            return;
        }

        var report = _partition.Objective.Summarise(_iteration, _reports);
        _updated.Clear();
        _elapsed = null;
        _iteration++;
        ShowVersions(report.Iteration);
        _observer.IterationCompleted(report, elapsed);
        if (_iteration % _partition.Objective.Sampler.BatchesPerEpoch == 0 && report.IsFinite)
        {
            _observer.ShowEpoch(_partition.Objective, _iteration, elapsed);
        }

        outbox.Send(_fence.Schedule, new IterationRecorded(_fence.RunId, _fence.Generation, report));
    }

    private void ShowVersions(int iteration)
    {
        for (var i = 0; i < _taken.Length; i++)
        {
            if (_taken[i].Length > 0)
            {
                _observer.VersionsTaken(iteration, _partition.Objective.Blocks[i].Id, _taken[i].AsSpan());
            }
        }
    }

    private void Show(CheckpointClosed closed)
    {
        if (closed.Fault is { } fault)
        {
            _observer.CheckpointFailed(fault);
        }
        else
        {
            _observer.CheckpointCommitted(closed.NextIteration);
        }
    }

    private string WaitsFor() => _elapsed is null
        ? $"the end of iteration {_iteration}"
        : $"the reports of {string.Join(", ", _updated.Missing)} on iteration {_iteration}";
}
