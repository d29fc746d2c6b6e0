using System.Collections;
using System.Collections.Immutable;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Model.Tests.Schedules;

/// <summary>
/// Which buffer each grant writes and reads, from the plan and the rings of the blocks alone; and what must have happened before a
/// grant: its block's own earlier grants, those whose values it reads, and all of the iterations before.
/// </summary>
/// <param name="setting">The setting of the plans.</param>
/// <param name="rings">The buffers of activations, and of parameters.</param>
/// <param name="rejects">Whether the k-th settlement replaces the trial by another value.</param>
internal sealed class BufferModel(PlanSetting setting, (int Activations, int Parameters) rings, Func<int, bool> rejects)
{
    private readonly Dictionary<Read, (Buffer Buffer, long Content)> _published = [];
    private readonly Dictionary<Buffer, long> _contents = [];
    private readonly Dictionary<Buffer, List<(int Iteration, int Grant)>> _readers = [];
    private readonly Dictionary<BlockId, int> _slots = [];
    private readonly Dictionary<BlockId, ImmutableArray<Read>> _gradient = [];
    private readonly Dictionary<BlockId, (Buffer Buffer, long Content)> _beforeTrial = [];
    private long _written;
    private int _settlements;

    private enum Stream
    {
        Ring,
        Feedback,
        Summand,
        Check,
    }

    /// <summary>Runs the plans one after the other; returns the first fault, or null.</summary>
    public string? FirstFault(SweepPlan[] plans)
    {
        foreach (var block in plans.SelectMany(plan => plan.Grants).Select(grant => grant.Block).Distinct().Where(IsFree))
        {
            var kind = block.Kind == BlockKind.Parameters ? ValueKind.Parameters : ValueKind.Activation;
            Write(new Buffer(block, Stream.Ring, 0));
            _published[new Read(block, kind, new BlockVersion(-1, setting.Sweeps))] = (new Buffer(block, Stream.Ring, 0), _written);
        }

        return plans.Select((plan, iteration) => Fault(plan, iteration)).FirstOrDefault(fault => fault is not null);
    }

    private string? Fault(SweepPlan plan, int iteration)
    {
        var publishers = plan.Grants.Where(grant => grant.Output is not null)
            .ToDictionary(grant => new Read(grant.Block, grant.Output!.Value, new BlockVersion(0, grant.Sweep)), grant => grant.Index);
        var last = new Dictionary<BlockId, int>();
        var before = new BitArray[plan.Grants.Length];
        foreach (var grant in plan.Grants)
        {
            var causes = grant.Reads.Where(publishers.ContainsKey).Select(read => publishers[read]).ToList();
            if (last.TryGetValue(grant.Block, out var own))
            {
                causes.Add(own);
            }

            if (causes.Exists(cause => cause >= grant.Index))
            {
                return $"'{grant}' waits for itself.";
            }

            before[grant.Index] = new BitArray(plan.Grants.Length);
            foreach (var cause in causes)
            {
                before[grant.Index].Or(before[cause])[cause] = true;
            }

            last[grant.Block] = grant.Index;
            if (Carry(grant, iteration, before[grant.Index]) is { } fault)
            {
                return $"Iteration {iteration}, {setting}: {fault}";
            }
        }

        return null;
    }

    private string? Carry(Grant grant, int iteration, BitArray before)
    {
        foreach (var read in Reads(grant))
        {
            if (!_published.TryGetValue(read.At(iteration), out var value))
            {
                return $"'{grant}' reads {read}, which nobody publishes.";
            }

            if (_contents[value.Buffer] != value.Content)
            {
                return $"'{grant}' reads {read} after it was written again.";
            }

            _readers[value.Buffer].Add((iteration, grant.Index));
        }

        if (grant.Work == Work.Step)
        {
            var current = new Buffer(grant.Block, Stream.Ring, _slots.GetValueOrDefault(grant.Block));
            _beforeTrial[grant.Block] = (current, _contents[current]);
        }

        foreach (var buffer in Writes(grant))
        {
            if (_readers.GetValueOrDefault(buffer, []).Exists(reader => reader.Iteration == iteration && !before[reader.Grant]))
            {
                return $"'{grant}' writes {buffer} while somebody may still read it.";
            }

            Write(buffer);
            if (grant.Output is { } kind)
            {
                _published[new Read(grant.Block, kind, new BlockVersion(iteration, grant.Sweep))] = (buffer, _written);
            }
        }

        if (grant.Work == Work.Stand)
        {
            var standing = new Buffer(grant.Block, Stream.Ring, _slots.GetValueOrDefault(grant.Block));
            _published[new Read(grant.Block, grant.Output!.Value, new BlockVersion(iteration, grant.Sweep))] = (standing, _contents[standing]);
        }

        if (grant is { Work: Work.Settle, Output: { } settled })
        {
            if (_contents[_beforeTrial[grant.Block].Buffer] != _beforeTrial[grant.Block].Content)
            {
                return $"'{grant}' has lost the value before the trial.";
            }

            var current = new Buffer(grant.Block, Stream.Ring, _slots[grant.Block]);
            _published[new Read(grant.Block, settled, new BlockVersion(iteration, grant.Sweep))] = (current, _contents[current]);
        }

        return null;
    }

    /// <summary>A settlement may step again, from the feedback or the summands that its trial read: they are kept by reference.</summary>
    private ImmutableArray<Read> Reads(Grant grant)
    {
        if (grant.Work == Work.Step)
        {
            _gradient[grant.Block] = grant.Block.Kind == BlockKind.Activations ? [grant.Reads[0]] : grant.Reads;
        }

        return grant.Work == Work.Settle ? [.. grant.Reads, .. _gradient[grant.Block]] : grant.Reads;
    }

    private List<Buffer> Writes(Grant grant) => grant.Work switch
    {
        Work.Stand => [],
        Work.Load => grant.Output is null ? [] : [new Buffer(grant.Block, Stream.Ring, 0)],
        Work.Forward or Work.Step => [Next(grant.Block)],
        Work.Settle => rejects(_settlements++) ? [Next(grant.Block)] : [],
        Work.Feedback => [new Buffer(grant.Block, Stream.Feedback, 0)],
        Work.Summand => [new Buffer(grant.Block, Stream.Summand, 0)],
        Work.Evaluate => [new Buffer(grant.Block, Stream.Feedback, 0)],
        Work.Check => [new Buffer(grant.Block, Stream.Check, 0)],
        _ => throw new InvalidOperationException($"Say in this test which buffer '{grant}' writes."),
    };

    private Buffer Next(BlockId block)
    {
        var size = block.Kind == BlockKind.Parameters ? rings.Parameters : rings.Activations;
        _slots[block] = (_slots.GetValueOrDefault(block) + 1) % size;
        return new Buffer(block, Stream.Ring, _slots[block]);
    }

    private void Write(Buffer buffer)
    {
        _contents[buffer] = ++_written;
        _readers[buffer] = [];
    }

    private bool IsFree(BlockId block) => block.Kind == BlockKind.Parameters || (block.Layer >= setting.LowestFree && block.Layer < setting.Depth);

    private readonly record struct Buffer(BlockId Block, Stream Stream, int Slot);
}
