using System.Runtime.InteropServices;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;

namespace LiftedActors.Actors.Behaviours;

/// <summary>
/// A stack of blocks, most often of one. In each iteration that it is granted it carries its program out in order, each grant as
/// soon as every version that it names is there; what comes out stays in its inbox and goes to the other stacks that read it. It
/// never looks into a value.
/// </summary>
/// <remarks>
/// Where newer versions serve as well, it takes the newest at hand and notes which that was; and before each such grant it takes in
/// what has come meanwhile, by a message to itself.
/// </remarks>
internal sealed class BlockBehaviour : IBehaviour
{
    private readonly Fence _fence;
    private readonly Partition _partition;
    private readonly Stack _stack;
    private readonly IGrantWatch? _watch;
    private readonly ValueStreams _streams = new();
    private readonly StackProgram _first;
    private readonly StackProgram _later;
    private readonly Inbox _inbox;
    private readonly GrantRun _run;
    private readonly int[] _sweeps;
    private readonly int[] _takenCount;

    private StackProgram _program;
    private int[][] _taken = [];
    private int _position;
    private int _iteration;
    private long _done;
    private (bool Restored, bool Granted, bool Yielded) _state;

    /// <summary>Hosts a stack.</summary>
    /// <param name="fence">The generation.</param>
    /// <param name="partition">The plans, and who reads whom where.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="watch">Watches every grant; null for nobody.</param>
    public BlockBehaviour(Fence fence, Partition partition, Stack stack, IGrantWatch? watch)
    {
        (_fence, _partition, _stack, _watch) = (fence, partition, stack, watch);
        var objective = partition.Objective;
        _first = new StackProgram(fence, partition, stack, objective.FirstPlan, _streams);
        _later = objective.LaterPlan == objective.FirstPlan
            ? _first
            : new StackProgram(fence, partition, stack, objective.LaterPlan, _streams);
        _program = _first;
        _inbox = new Inbox(_streams);
        _sweeps = new int[Math.Max(_first.Plan.MostReads, _later.Plan.MostReads)];
        _run = new GrantRun(objective.Device, Math.Min(PlanSetting.MostTogether, stack.Blocks.Length), _sweeps.Length);
        _takenCount = new int[stack.Blocks.Length];
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
            case Published published:
                _inbox.Keep(published);
                GoOn(outbox);
                break;
            case GrantIteration grant when _state is (true, false, _) && grant.Iteration == _iteration:
                Begin();
                GoOn(outbox);
                break;
            case GrantIteration grant when _state.Yielded && grant.Iteration == _iteration:
                _state.Yielded = false;
                GoOn(outbox);
                break;
            case RestoreBlock restore when !_state.Restored:
                Restore(restore, outbox);
                break;
            case CaptureState capture when _state is (true, false, _) && capture.NextIteration == _iteration:
                foreach (var block in _stack.Blocks)
                {
                    outbox.Send(_fence.Checkpoint, new BlockCaptured(_fence.RunId, _fence.Generation, _iteration, block.Save()));
                }

                break;
            case Tick:
                var self = Address.Block(_fence.RunId, _stack.Lead);
                outbox.Send(_fence.Schedule, new Waiting(_fence.RunId, _fence.Generation, self, _done, WaitsFor()));
                break;
            default:
                // A command that has come before.
                break;
        }
    }

    private void Restore(RestoreBlock restore, IOutbox outbox)
    {
        _iteration = restore.NextIteration;
        for (var i = 0; i < restore.States.Length; i++)
        {
            try
            {
                _stack.Blocks[i].Restore(restore.States[i]);
            }
            catch (Exception cause)
            {
                throw new BlockException(_stack.Blocks[i].Id, _iteration, "taking its saved state back", cause);
            }
        }

        _state.Restored = true;
        foreach (var block in _stack.Blocks)
        {
            if (block.Standing is var (kind, value))
            {
                Announce(new Published(
                    _fence.RunId, _fence.Generation, block.Id, kind, _partition.Objective.StandingVersion(_iteration), value), outbox);
            }
        }

        var restored = new BlockRestored(_fence.RunId, _fence.Generation, _stack.Lead);
        outbox.Send(_fence.Schedule, restored);
        outbox.Send(_fence.Recorder, restored);
    }

    /// <summary>Gives a standing value to those that read it, here and elsewhere.</summary>
    private void Announce(Published standing, IOutbox outbox)
    {
        _inbox.Keep(standing);
        var stream = (standing.Source, standing.Kind, standing.Version.Sweep);
        foreach (var reader in StackProgram.OtherReaders(_fence, _partition, _stack, stream))
        {
            outbox.Send(reader, standing);
        }
    }

    private void Begin()
    {
        _state.Granted = true;
        (_program, _position) = (_iteration == 0 ? _first : _later, 0);
        if (_program.HasChoices)
        {
            _taken = [.. _program.Choices.Select(choices => new int[choices])];
            Array.Clear(_takenCount);
        }
    }

    private void GoOn(IOutbox outbox)
    {
        while (_state is { Granted: true, Yielded: false })
        {
            if (_position == _program.Grants.Length)
            {
                Finish(outbox);
                return;
            }

            Gather();
            if (_run.Count == 0)
            {
                return;
            }

            CarryOut(outbox);
            _position += _run.Count;
            _done += _run.Count;
            YieldBeforeChoice(outbox);
        }
    }

    /// <summary>Takes the next grants that one call can carry out, as far as they have their reads.</summary>
    private void Gather()
    {
        _run.Clear();
        var end = _position + _program.Grants.ItemRef(_position).Together;
        for (var next = _position; next < end; next++)
        {
            ref readonly var grant = ref _program.Grants.ItemRef(next);
            if (!HasReads(grant))
            {
                return;
            }

            _run.Add(_stack.Blocks[grant.Block], grant.Grant, grant.Reads.Count);
        }
    }

    private bool HasReads(in CompiledGrant grant)
    {
        // Through a span, as a store into an array of an abstract type checks the type of the value each time.
        var names = _program.Plan.Reads(grant);
        var values = _run.NextReads(names.Length);
        for (var i = 0; i < names.Length; i++)
        {
            if (_inbox.Find(names[i], _iteration, out _sweeps[i]) is not { } value)
            {
                return false;
            }

            values[i] = value;
        }

        return true;
    }

    /// <summary>Lets the messages that have come be taken in before newest values are chosen from.</summary>
    private void YieldBeforeChoice(IOutbox outbox)
    {
        if (_program.HasChoices && _position < _program.Grants.Length && _program.Grants[_position].Grant.Reads.Any(read => read.OrNewer))
        {
            _state.Yielded = true;
            outbox.Send(Address.Block(_fence.RunId, _stack.Lead), new GrantIteration(_fence.RunId, _fence.Generation, _iteration));
        }
    }

    private void NoteChoices(in CompiledGrant compiled)
    {
        for (var i = 0; i < compiled.Reads.Count; i++)
        {
            if (compiled.Grant.Reads[i].OrNewer)
            {
                _taken[compiled.Block][_takenCount[compiled.Block]++] = _sweeps[i];
            }
        }
    }

    private void CarryOut(IOutbox outbox)
    {
        if (_program.HasChoices)
        {
            NoteChoices(_program.Grants.ItemRef(_position));
        }

        try
        {
            var begun = _watch?.Begin() ?? 0;
            if (_partition.Stacks.Length > 1)
            {
                _run.ExecuteApart(_iteration);
            }
            else
            {
                _run.Execute(_iteration);
            }

            _watch?.End(_run.Present.Work, _run.Count, begun);
        }
        catch (Exception cause)
        {
            throw new BlockException(_run.Present.Block, _iteration, _run.Present.ToString(), cause);
        }

        for (var i = 0; i < _run.Count; i++)
        {
            if (_run.Output(i) is { } output)
            {
                Publish(_position + i, output, outbox);
            }
        }
    }

    private void Publish(int position, BlockValue output, IOutbox outbox)
    {
        ref readonly var compiled = ref _program.Grants.ItemRef(position);
        if (compiled.Grant.Output is not { } kind)
        {
            return;
        }

        var version = new BlockVersion(_iteration, compiled.Grant.Sweep);
        _inbox.Keep(compiled.Output, version, output);
        _inbox.Keep(_program.Newest[position], version, output);
        var readers = _program.Readers[position];
        if (!readers.IsEmpty)
        {
            var published = new Published(_fence.RunId, _fence.Generation, compiled.Grant.Block, kind, version, output);
            foreach (var reader in readers)
            {
                outbox.Send(reader, published);
            }
        }
    }

    private void Finish(IOutbox outbox)
    {
        var reports = new BlockOutcome[_stack.Blocks.Length];
        for (var i = 0; i < reports.Length; i++)
        {
            var taken = _program.HasChoices ? ImmutableCollectionsMarshal.AsImmutableArray(_taken[i]) : [];
            reports[i] = new BlockOutcome(_stack.Blocks[i].Report, taken);
        }

        var updated = new BlockUpdated(
            _fence.RunId, _fence.Generation, _stack.Lead, _iteration, ImmutableCollectionsMarshal.AsImmutableArray(reports));
        _state.Granted = false;
        _iteration++;
        _done++;
        outbox.Send(_fence.Recorder, updated);
        outbox.Send(_fence.Schedule, updated);
    }

    private string WaitsFor()
    {
        if (_state.Yielded)
        {
            return $"its own message to go on before {_program.Grants[_position].Grant}";
        }

        if (_state.Granted)
        {
            var compiled = _program.Grants[_position];
            var names = _program.Plan.Reads(compiled);
            var missing = 0;
            while (_inbox.Find(names[missing], _iteration, out _) is not null)
            {
                missing++;
            }

            return $"{compiled.Grant.Reads[missing].At(_iteration)} before {compiled.Grant}";
        }

        return _state.Restored ? $"its turn in iteration {_iteration}" : "the state to begin with";
    }
}
