using LiftedActors.Model.Blocks;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Model.Tests.Schedules;

/// <summary>
/// Which buffers an asynchronous execution of delayed plans holds, from the plans and the sizes of the rings alone. Blocks run at the same
/// time: a grant holds what it reads, and writes, from its begin to its end; what it publishes, another sees at its end or later.
/// </summary>
/// <param name="rings">The places of a ring by what is published.</param>
/// <param name="seed">The seed of the interleaving.</param>
internal sealed class DelayedBufferModel(Func<ValueKind, int> rings, long seed)
{
    private readonly Dictionary<(BlockId Source, ValueKind Kind, int Place), (int Iteration, int Sweep)> _contents = [];
    private readonly Dictionary<(BlockId Source, ValueKind Kind), int> _place = [];
    private readonly Dictionary<(BlockId Source, ValueKind Kind, int Sweep), int> _published = [];
    private readonly Dictionary<(BlockId Source, ValueKind Kind), int> _newest = [];
    private readonly Dictionary<(BlockId Reader, BlockId Source, ValueKind Kind), int> _held = [];
    private readonly Dictionary<(BlockId Source, ValueKind Kind, int Place), int> _readers = [];
    private RandomStream _random = new(seed, "buffers");

    /// <summary>Runs the plans one after the other, each to its end; returns the first fault, or null.</summary>
    public string? FirstFault(SweepPlan[] plans) =>
        plans.Select((plan, iteration) => Fault(plan, iteration)).FirstOrDefault(fault => fault is not null);

    private string? Fault(SweepPlan plan, int iteration)
    {
        (string?, bool) end = (null, false);
        _published.Clear();
        _newest.Clear();
        _held.Clear();
        var programs = plan.Grants.GroupBy(grant => grant.Block).Select(group => new Running(new Queue<Grant>(group))).ToArray();
        while (!end.Item2)
        {
            var able = programs.Where(program => program.Now is not null || (program.Rest.TryPeek(out var next) && next.Reads.All(IsThere))).ToArray();
            if (able.Length == 0)
            {
                return programs.All(program => program.Rest.Count == 0) ? null : $"Iteration {iteration}: nobody can go on.";
            }

            var chosen = able[_random.NextInt(able.Length)];
            for (var turns = 1 + _random.NextInt(8); turns > 0 && !end.Item2; turns--)
            {
                if (chosen.Now is { } grant)
                {
                    Finish(grant, chosen);
                }
                else if (chosen.Rest.TryPeek(out var next) && next.Reads.All(IsThere))
                {
                    end = Begin(chosen, iteration) is { } fault ? ($"Iteration {iteration}: {fault}", true) : end;
                }
            }
        }

        return end.Item1;
    }

    private bool IsThere(Read read) => read.OrNewer
        ? _newest.TryGetValue((read.Source, read.Kind), out var sweep) && sweep >= read.Version.Sweep
        : _published.ContainsKey((read.Source, read.Kind, read.Version.Sweep));

    private string? Begin(Running running, int iteration)
    {
        var grant = running.Rest.Dequeue();
        running.Now = grant;
        foreach (var read in grant.Reads)
        {
            var sweep = Choose(grant.Block, read);
            var buffer = (read.Source, read.Kind, _published[(read.Source, read.Kind, sweep)]);
            if (_contents[buffer] != (iteration, sweep))
            {
                return $"'{grant}' reads {read} in sweep {sweep} after it was written again.";
            }

            running.Holds.Add(buffer);
            _readers[buffer] = _readers.GetValueOrDefault(buffer) + 1;
        }

        if (grant.Output is not { } kind)
        {
            return null;
        }

        var current = _place.GetValueOrDefault((grant.Block, kind));
        var place = grant.Work is Work.Stand or Work.Load ? current : (current + 1) % rings(kind);
        if (_readers.GetValueOrDefault((grant.Block, kind, place)) > 0)
        {
            return $"'{grant}' writes place {place} while somebody reads it.";
        }

        // A step reads the value that it starts from.
        if (grant.Work == Work.Step && place == current)
        {
            return $"'{grant}' writes over its own value.";
        }

        (_place[(grant.Block, kind)], _contents[(grant.Block, kind, place)]) = (place, (iteration, grant.Sweep));
        return null;
    }

    private void Finish(Grant grant, Running running)
    {
        foreach (var buffer in running.Holds)
        {
            _readers[buffer]--;
        }

        running.Holds.Clear();
        running.Now = null;
        if (grant.Output is { } kind)
        {
            _published[(grant.Block, kind, grant.Sweep)] = _place[(grant.Block, kind)];
            _newest[(grant.Block, kind)] = grant.Sweep;
        }
    }

    private int Choose(BlockId reader, Read read)
    {
        if (!read.OrNewer)
        {
            return read.Version.Sweep;
        }

        var key = (reader, read.Source, read.Kind);
        var oldest = Math.Max(read.Version.Sweep, _held.GetValueOrDefault(key));
        var newest = _newest[(read.Source, read.Kind)];
        return _held[key] = _random.Uniform() < 0.5 ? oldest : oldest + _random.NextInt(newest - oldest + 1);
    }

    /// <summary>A block, what it has still to do, and what it is at.</summary>
    private sealed class Running(Queue<Grant> rest)
    {
        public Queue<Grant> Rest { get; } = rest;

        public Grant? Now { get; set; }

        public List<(BlockId Source, ValueKind Kind, int Place)> Holds { get; } = [];
    }
}
