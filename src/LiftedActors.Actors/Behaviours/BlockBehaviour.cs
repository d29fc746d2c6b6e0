using System.Collections.Immutable;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;

namespace LiftedActors.Actors.Behaviours;

/// <summary>
/// One block. In each iteration that it is granted it carries its program out in order, each grant as soon as every version that it
/// names is there, and sends what comes out to those that read it. It never looks into a value.
/// </summary>
/// <param name="fence">The generation.</param>
/// <param name="objective">The plans and who reads whom.</param>
/// <param name="block">The block.</param>
internal sealed class BlockBehaviour(Fence fence, LiftedObjective objective, Block block) : IBehaviour
{
    private readonly Address _self = Address.Block(fence.RunId, block.Id);
    private readonly Inbox _inbox = new(objective.FirstPlan.Program(block.Id).Concat(objective.LaterPlan.Program(block.Id)));
    private readonly BlockValue[] _reads = new BlockValue[objective.FirstPlan.Program(block.Id)
        .Concat(objective.LaterPlan.Program(block.Id)).Select(grant => grant.Reads.Length).DefaultIfEmpty().Max()];

    private ImmutableArray<Grant> _program = [];
    private int _position;
    private int _iteration;
    private long _done;
    private (bool Restored, bool Granted) _state;

    /// <inheritdoc/>
    public void Receive(Message message, IOutbox outbox)
    {
        if (!fence.Admits(message, outbox))
        {
            return;
        }

        switch (message)
        {
            case Published published:
                _inbox.Keep(published);
                GoOn(outbox);
                break;
            case GrantIteration grant when _state is (true, false) && grant.Iteration == _iteration:
                _state.Granted = true;
                (_program, _position) = (objective.Plan(_iteration).Program(block.Id), 0);
                GoOn(outbox);
                break;
            case RestoreBlock restore when !_state.Restored:
                Restore(restore, outbox);
                break;
            case CaptureState capture when _state is (true, false) && capture.NextIteration == _iteration:
                outbox.Send(fence.Checkpoint, new BlockCaptured(fence.RunId, fence.Generation, _iteration, block.Save()));
                break;
            case Tick:
                outbox.Send(fence.Schedule, new Waiting(fence.RunId, fence.Generation, _self, _done, WaitsFor()));
                break;
            default:
                // A command that has come before.
                break;
        }
    }

    private void Restore(RestoreBlock restore, IOutbox outbox)
    {
        _iteration = restore.NextIteration;
        if (restore.State is { } state)
        {
            try
            {
                block.Restore(state);
            }
            catch (Exception cause)
            {
                throw new BlockException(block.Id, _iteration, "taking its saved state back", cause);
            }
        }

        _state.Restored = true;
        if (block.Standing is var (kind, value))
        {
            Publish((kind, objective.StandingVersion(_iteration), value), outbox);
        }

        var restored = new BlockRestored(fence.RunId, fence.Generation, block.Id);
        outbox.Send(fence.Schedule, restored);
        outbox.Send(fence.Recorder, restored);
    }

    private void GoOn(IOutbox outbox)
    {
        while (_state.Granted)
        {
            if (_position == _program.Length)
            {
                Finish(outbox);
            }
            else if (HasReads(_program[_position]))
            {
                CarryOut(_program[_position], outbox);
                _position++;
                _done++;
            }
            else
            {
                return;
            }
        }
    }

    private bool HasReads(Grant grant)
    {
        for (var i = 0; i < grant.Reads.Length; i++)
        {
            if (_inbox.Find(grant.Reads[i].At(_iteration)) is not { } value)
            {
                return false;
            }

            _reads[i] = value;
        }

        return true;
    }

    private void CarryOut(Grant grant, IOutbox outbox)
    {
        BlockValue? output;
        try
        {
            output = block.Execute(grant, _iteration, _reads.AsSpan(0, grant.Reads.Length));
        }
        catch (Exception cause)
        {
            throw new BlockException(block.Id, _iteration, grant.ToString(), cause);
        }

        if (grant.Output is { } kind && output is not null)
        {
            Publish((kind, new BlockVersion(_iteration, grant.Sweep), output), outbox);
        }
    }

    private void Publish((ValueKind Kind, BlockVersion Version, BlockValue Value) output, IOutbox outbox)
    {
        var readers = objective.Graph.Readers(block.Id, output.Kind, output.Version.Sweep);
        if (readers.IsEmpty)
        {
            return;
        }

        var published = new Published(fence.RunId, fence.Generation, block.Id, output.Kind, output.Version, output.Value);
        foreach (var reader in readers)
        {
            outbox.Send(Address.Block(fence.RunId, reader), published);
        }
    }

    private void Finish(IOutbox outbox)
    {
        var updated = new BlockUpdated(fence.RunId, fence.Generation, block.Id, _iteration, block.Report);
        _state.Granted = false;
        _iteration++;
        _done++;
        outbox.Send(fence.Recorder, updated);
        outbox.Send(fence.Schedule, updated);
    }

    private string WaitsFor()
    {
        if (_state.Granted)
        {
            var grant = _program[_position];
            var missing = grant.Reads.Select(read => read.At(_iteration)).First(read => _inbox.Find(read) is null);
            return $"{missing} before {grant}";
        }

        return _state.Restored ? $"its turn in iteration {_iteration}" : "the state to begin with";
    }
}
