using LiftedActors.Model.Blocks;
using LiftedActors.Model.Solving;

namespace LiftedActors.Actors.Behaviours;

/// <summary>
/// Lifetimes: it hosts the behaviours of a generation. Where a block fails, all go, and a new generation with fresh blocks goes on
/// from the last committed checkpoint. A block is never restarted alone.
/// </summary>
/// <param name="engine">Hosts the behaviours.</param>
/// <param name="lift">Lifts the problem for each generation.</param>
/// <param name="setting">The run.</param>
/// <param name="ending">Receives the solution.</param>
internal sealed class RunBehaviour(IEngine engine, Func<LiftedObjective> lift, RunSetting setting, TaskCompletionSource<Solution> ending)
    : IBehaviour
{
    private readonly HashSet<(BlockId Block, int? Iteration)> _failures = [];
    private Fence _fence = new(setting.RunId, 0);
    private Partition? _partition;
    private int _failed;
    private int _stale;
    private bool _hasCommitted;
    private bool _stopRequested;

    /// <inheritdoc/>
    public void Receive(Message message, IOutbox outbox)
    {
        if (ending.Task.IsCompleted)
        {
            return;
        }

        try
        {
            Take(message, outbox);
        }
        catch (Exception cause)
        {
            // Nobody stands above the run but its caller.
            Leave();
            ending.TrySetException(cause);
        }
    }

    private void Take(Message message, IOutbox outbox)
    {
        switch (message)
        {
            case BeginRun when _partition is null:
                Begin(setting.ResumeFrom, null, outbox);
                break;
            case StopRun:
                _stopRequested = true;
                PassOn(new StopRun(_fence.RunId, _fence.Generation), outbox);
                break;
            case Tick:
                if (_stopRequested)
                {
                    // Said again, as the first may be lost.
                    PassOn(new StopRun(_fence.RunId, _fence.Generation), outbox);
                }

                PassOn(new Tick(_fence.RunId, _fence.Generation), outbox);
                break;
            case StaleMessageDropped:
                _stale++;
                break;
            case CheckpointClosed { Fault: null }:
                // True whatever the generation: every generation has the same bits.
                _hasCommitted = true;
                break;
            case { } fact when fact.Generation != _fence.Generation:
                _stale++;
                break;
            case BehaviourFailed failed:
                GoBack(failed, outbox);
                break;
            case RunEnded ended:
                End(ended.Status, ended);
                break;
            default:
                break;
        }
    }

    /// <summary>Begins the next generation.</summary>
    private void Begin(Checkpoint? checkpoint, string? rollback, IOutbox outbox)
    {
        var objective = lift();
        Check(checkpoint, objective);
        _partition = new Partition(objective, engine.Workers, setting.StackBelow);
        _fence = new Fence(setting.RunId, _fence.Generation + 1);
        var start = StartingPoint.Of(checkpoint, rollback);
        engine.Host(_fence.Schedule, new ScheduleBehaviour(_fence, _partition, setting, start));
        engine.Host(_fence.Recorder, new RecorderBehaviour(_fence, _partition, setting.Observer, start));
        engine.Host(_fence.Checkpoint, new CheckpointBehaviour(_fence, _partition, setting));
        foreach (var stack in _partition.Stacks)
        {
            engine.Host(Address.Block(setting.RunId, stack.Lead), new BlockBehaviour(_fence, _partition, stack, setting.Profile));
        }

        var states = checkpoint?.Blocks.ToDictionary(state => state.Block);
        foreach (var stack in _partition.Stacks)
        {
            var restore = new RestoreBlock(
                setting.RunId,
                _fence.Generation,
                start.NextIteration,
                states is null ? [] : [.. stack.Blocks.Select(block => states[block.Id])]);
            outbox.Send(Address.Block(setting.RunId, stack.Lead), restore);
        }

        if (_stopRequested)
        {
            PassOn(new StopRun(_fence.RunId, _fence.Generation), outbox);
        }
    }

    private static void Check(Checkpoint? checkpoint, LiftedObjective objective)
    {
        var blocks = objective.Blocks.Select(block => block.Id);
        if (checkpoint is not null && !checkpoint.Blocks.Select(state => state.Block).SequenceEqual(blocks))
        {
            throw new ArgumentException(
                $"The checkpoint holds the blocks {string.Join(", ", checkpoint.Blocks.Select(state => state.Block))}, but the problem has "
                + $"{string.Join(", ", blocks)}; resume it with the specification that it was made with.",
                nameof(checkpoint));
        }
    }

    private void PassOn(Message message, IOutbox outbox)
    {
        if (_partition is not null)
        {
            outbox.Send(_fence.Schedule, message);
        }
    }

    private void GoBack(BehaviourFailed failed, IOutbox outbox)
    {
        if (!failed.Behaviour.RunsKernels)
        {
            Leave();
            ending.TrySetException(failed.Cause);
            return;
        }

        var fault = failed.Cause as BlockException;
        var (block, iteration) = (fault?.Block ?? failed.Behaviour.BlockId, fault?.Iteration);
        var reason = iteration is null ? $"{block} failed: {failed.Cause.Message}" : failed.Cause.Message;
        _failed++;
        if (!_failures.Add((block, iteration)))
        {
            Fail($"{reason} (there it failed before, so that going back to the last checkpoint does not help)");
        }
        else if (_failed > setting.MaxFailures)
        {
            Fail($"{reason} (failure {_failed}, where {setting.MaxFailures} are allowed)");
        }
        else
        {
            Leave();
            var warnings = new List<string>();
            Begin(LastCheckpoint(warnings.Add), string.Join(" ", [reason, .. warnings]), outbox);
        }
    }

    private void Fail(string reason) => End(new SolveStatus(SolveOutcome.Failed, $"{reason}; mend the cause and resume the run."), null);

    private Checkpoint? LastCheckpoint(Action<string> warn) => (_hasCommitted ? setting.Checkpoints.Load(warn) : null) ?? setting.ResumeFrom;

    private void End(SolveStatus status, RunEnded? ended)
    {
        Leave();
        if (ended is not null && status.IsInOrder)
        {
            Solve(_partition!.Objective, ended.CompletedIterations, ended.Elapsed);
            return;
        }

        var checkpoint = LastCheckpoint(_ => { });
        var objective = lift();
        objective.Restore(checkpoint?.Blocks ?? []);
        Solve(objective, checkpoint?.NextIteration ?? 0, ended?.Elapsed ?? checkpoint?.Elapsed ?? TimeSpan.Zero);

        void Solve(LiftedObjective point, int iterations, TimeSpan elapsed) =>
            ending.TrySetResult(new Solution(status, iterations, elapsed, point.CurrentParameters, _stale) { Inputs = point.CurrentInputs });
    }

    /// <summary>Stops all behaviours of the generation.</summary>
    private void Leave()
    {
        engine.Stop(_fence.Schedule);
        engine.Stop(_fence.Recorder);
        engine.Stop(_fence.Checkpoint);
        foreach (var lead in _partition?.Leads ?? [])
        {
            engine.Stop(Address.Block(setting.RunId, lead));
        }
    }
}
