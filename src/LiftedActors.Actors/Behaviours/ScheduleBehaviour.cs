using LiftedActors.Model.Solving;

namespace LiftedActors.Actors.Behaviours;

/// <summary>
/// Grants turns: an iteration to all stacks at once, the next one when every stack has reported and the recorder has shown it. In
/// between all blocks stand still; there it judges the stopping criterion and has checkpoints taken.
/// </summary>
internal sealed class ScheduleBehaviour : IBehaviour
{
    private readonly Fence _fence;
    private readonly Partition _partition;
    private readonly RunSetting _setting;
    private readonly StoppingCriterion _stopping;
    private readonly StallWatch _watch;
    private readonly Attendance _attendance;
    private Phase _phase = Phase.Restoring;
    private int _next;
    private long _grantedAt;
    private TimeSpan _elapsed;
    private double _lowest;
    private bool _stopRequested;
    private SolveStatus? _status;
    private RunEnded? _ended;

    /// <summary>Creates the schedule of a generation.</summary>
    /// <param name="fence">The generation.</param>
    /// <param name="partition">The stacks and the sampler.</param>
    /// <param name="setting">Stopping, cadence of checkpoints, clock.</param>
    /// <param name="start">Where the generation begins.</param>
    public ScheduleBehaviour(Fence fence, Partition partition, RunSetting setting, StartingPoint start)
    {
        (_fence, _partition, _setting) = (fence, partition, setting);
        (_next, _elapsed, _lowest) = (start.NextIteration, start.Elapsed, start.LowestObjective);
        _stopping = new FiniteValues() | setting.Stopping;
        _watch = new StallWatch(setting.Time, setting.StallTimeout);
        _attendance = new Attendance([.. partition.Leads]);
    }

    /// <summary>What the schedule waits for.</summary>
    private enum Phase
    {
        Restoring,
        Sweeping,
        Recording,
        Capturing,
        Ended,
    }

    /// <inheritdoc/>
    public void Receive(Message message, IOutbox outbox)
    {
        if (!_fence.Admits(message, outbox))
        {
            return;
        }

        switch (message)
        {
            case BlockUpdated updated when _phase == Phase.Sweeping && updated.Iteration == _next
                && _attendance.Enter(updated.Block) is not null:
                _watch.Move();
                RecordOnceComplete(outbox);
                break;
            case BlockRestored restored when _phase == Phase.Restoring && _attendance.Enter(restored.Block) is not null:
                _watch.Move();
                BeginOnceComplete(outbox);
                break;
            case IterationRecorded recorded when _phase == Phase.Recording && recorded.Report.Iteration == _next:
                _watch.Move();
                Judge(recorded.Report, outbox);
                break;
            case CheckpointClosed closed when _phase == Phase.Capturing && closed.NextIteration == _next:
                _watch.Move();
                GoOn(outbox);
                break;
            case StopRun:
                _stopRequested = true;
                break;
            case Waiting waiting:
                _watch.Answer(waiting);
                break;
            case Tick:
                LookAtTime(outbox);
                break;
            default:
                // A fact that has come before.
                break;
        }
    }

    private void BeginOnceComplete(IOutbox outbox)
    {
        if (!_attendance.IsComplete)
        {
            return;
        }

        if (_stopRequested)
        {
            Capture(outbox);
            return;
        }

        if (_next > 0)
        {
            // A run that was complete is complete when it is resumed. The report meets no tolerance, only budgets.
            var samples = _partition.Objective.Sampler.BatchSize(_next - 1);
            var report = new IterationReport(_next - 1, samples, _lowest, _lowest, double.MaxValue, double.MaxValue, 0);
            _status = _stopping.Judge(Progress(report));
        }

        GoOn(outbox);
    }

    private void RecordOnceComplete(IOutbox outbox)
    {
        if (_attendance.IsComplete)
        {
            _elapsed += _setting.Time.GetElapsedTime(_grantedAt);
            _phase = Phase.Recording;
            outbox.Send(_fence.Recorder, new RecordIteration(_fence.RunId, _fence.Generation, _next, _elapsed));
        }
    }

    private void Judge(IterationReport report, IOutbox outbox)
    {
        _next++;
        _status = _stopping.Judge(Progress(report));
        _lowest = Math.Min(_lowest, report.Objective);
        if (_status?.Outcome is SolveOutcome.NotFinite or SolveOutcome.RunAway)
        {
            // The last good checkpoint stays the newest.
            GoOn(outbox);
        }
        else if (_status is not null || _stopRequested || _setting.IsCheckpointDue(_next, _partition.Objective.Sampler.BatchesPerEpoch))
        {
            Capture(outbox);
        }
        else
        {
            GoOn(outbox);
        }
    }

    private SolveProgress Progress(IterationReport report) => new(report, _next / _partition.Objective.Sampler.BatchesPerEpoch, _elapsed, _lowest);

    private void Capture(IOutbox outbox)
    {
        _phase = Phase.Capturing;
        outbox.Send(_fence.Checkpoint, new CaptureState(_fence.RunId, _fence.Generation, _next, _elapsed, _lowest));
    }

    /// <summary>Everything stands still: end, or grant the next iteration.</summary>
    private void GoOn(IOutbox outbox)
    {
        if (_stopRequested)
        {
            _status ??= new SolveStatus(
                SolveOutcome.Interrupted, $"The run was asked to stop and did so after {_next} iterations; resume it to go on.");
        }

        if (_status is { } status)
        {
            End(status, outbox);
            return;
        }

        _attendance.Clear();
        _phase = Phase.Sweeping;
        _grantedAt = _setting.Time.GetTimestamp();
        var grant = new GrantIteration(_fence.RunId, _fence.Generation, _next);
        foreach (var lead in _partition.Leads)
        {
            outbox.Send(Address.Block(_fence.RunId, lead), grant);
        }
    }

    private void End(SolveStatus status, IOutbox outbox)
    {
        _phase = Phase.Ended;
        _ended = new RunEnded(_fence.RunId, _fence.Generation, status, _next, _elapsed);
        outbox.Send(_fence.Run, _ended);
    }

    private void LookAtTime(IOutbox outbox)
    {
        if (_ended is not null)
        {
            // The run would not ask if it knew.
            outbox.Send(_fence.Run, _ended);
        }
        else if (_watch.IsStalled() && (_phase is Phase.Restoring or Phase.Sweeping || _watch.HasAnswers))
        {
            // An observer or a store may take its time; while it does, it does not answer.
            End(
                new SolveStatus(
                    SolveOutcome.Stalled,
                    $"Nothing has moved for {_setting.StallTimeout} while {Doing}: {_watch.Describe(Awaited())}; "
                    + "resume the run from its last checkpoint."),
                outbox);
        }
        else if (_watch.ShouldAsk())
        {
            var question = new Tick(_fence.RunId, _fence.Generation);
            foreach (var address in Awaited())
            {
                outbox.Send(address, question);
            }
        }
    }

    private string Doing => _phase switch
    {
        Phase.Restoring => $"restoring the blocks for iteration {_next}",
        Phase.Sweeping => $"sweeping in iteration {_next}",
        Phase.Recording => $"recording iteration {_next}",
        _ => $"saving the state before iteration {_next}",
    };

    private IEnumerable<Address> Awaited() => _phase switch
    {
        Phase.Recording => [_fence.Recorder],
        Phase.Capturing => [_fence.Checkpoint, _fence.Recorder],
        _ => _attendance.Missing.Select(block => Address.Block(_fence.RunId, block)),
    };
}
