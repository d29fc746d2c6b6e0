using System.Collections.Immutable;
using LiftedActors.Model.Blocks;

namespace LiftedActors.Actors.Behaviours;

/// <summary>Collects the states of all blocks at a quiet point, in block order, and hands them to the store as one checkpoint.</summary>
/// <param name="fence">The generation.</param>
/// <param name="partition">The blocks.</param>
/// <param name="setting">The store and the fingerprint.</param>
internal sealed class CheckpointBehaviour(Fence fence, Partition partition, RunSetting setting) : IBehaviour
{
    private readonly Attendance _captured = new([.. partition.Objective.Blocks.Select(block => block.Id)]);
    private readonly BlockState[] _states = new BlockState[partition.Objective.Blocks.Length];
    private CaptureState? _capture;
    private int _last = -1;

    /// <inheritdoc/>
    public void Receive(Message message, IOutbox outbox)
    {
        if (!fence.Admits(message, outbox))
        {
            return;
        }

        switch (message)
        {
            case CaptureState capture when capture.NextIteration > _last:
                (_capture, _last) = (capture, capture.NextIteration);
                foreach (var lead in partition.Leads)
                {
                    outbox.Send(Address.Block(fence.RunId, lead), capture);
                }

                break;
            case BlockCaptured captured when captured.NextIteration == _capture?.NextIteration
                && _captured.Enter(captured.State.Block) is { } place:
                _states[place] = captured.State;
                if (_captured.IsComplete)
                {
                    Close(_capture, outbox);
                }

                break;
            case Tick:
                outbox.Send(fence.Schedule, new Waiting(fence.RunId, fence.Generation, fence.Checkpoint, _last, WaitsFor()));
                break;
            default:
                // A message that has come before.
                break;
        }
    }

    private void Close(CaptureState capture, IOutbox outbox)
    {
        var closed = new CheckpointClosed(fence.RunId, fence.Generation, capture.NextIteration, Save(capture));
        _capture = null;
        _captured.Clear();
        Array.Clear(_states);
        outbox.Send(fence.Run, closed);
        outbox.Send(fence.Recorder, closed);
    }

    /// <summary>Stores the checkpoint; gives the reason where that fails.</summary>
    private string? Save(CaptureState capture)
    {
        try
        {
            setting.Checkpoints.Save(new Checkpoint(
                capture.NextIteration,
                capture.Elapsed,
                capture.LowestObjective,
                setting.Fingerprint,
                setting.KernelPath,
                ImmutableArray.Create(_states))
            { Penalties = setting.Penalties });
            return null;
        }
        catch (Exception fault)
        {
            // Whatever a store throws: the checkpoint before stands, and the run is worth more than this one.
            return fault.Message;
        }
    }

    private string WaitsFor() => _capture is null
        ? $"the command to capture an iteration after {_last}"
        : $"the states of {string.Join(", ", _captured.Missing)} before iteration {_capture.NextIteration}";
}
