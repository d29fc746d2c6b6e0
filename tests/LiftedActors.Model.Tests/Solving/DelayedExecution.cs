using LiftedActors.Model.Blocks;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;

namespace LiftedActors.Model.Tests.Solving;

/// <summary>
/// Carries delayed plans out as asynchronous blocks may: any block whose reads are acceptable moves next, and a read takes any version
/// that is acceptable and no older than what the block held before. It holds every value to its stamp, so that a ring that is too small shows.
/// </summary>
/// <param name="objective">The lifted problem.</param>
/// <param name="seed">The seed of the order.</param>
internal sealed class DelayedExecution(LiftedObjective objective, long seed)
{
    private readonly Dictionary<Read, (BlockValue Value, long Stamp)> _published = [];
    private readonly Dictionary<(BlockId Source, ValueKind Kind), int> _newest = [];
    private readonly Dictionary<(BlockId Reader, BlockId Source, ValueKind Kind), int> _held = [];
    private readonly BlockId _slowest = objective.Blocks[(int)(seed % objective.Blocks.Length)].Id;
    private RandomStream _random = new(seed, "asynchrony");

    public ExecutionTrace Trace { get; } = new();

    public int Iteration { get; private set; }

    public List<IterationReport> Reports { get; } = [];

    /// <summary>One iteration.</summary>
    /// <param name="after">Called after each grant with the sweeps that it took, one per read.</param>
    public void Run(Action<Grant, int[]> after)
    {
        Begin();
        var programs = objective.Blocks.Select(block => new Queue<Grant>(objective.Plan(Iteration).Program(block.Id).ToArray())).ToArray();
        var taken = objective.Blocks.ToDictionary(block => block.Id, _ => new List<int>());
        while (true)
        {
            var ready = programs.Where(program => program.TryPeek(out var grant) && Array.TrueForAll([.. grant.Reads], IsThere)).ToArray();
            if (ready.Length == 0)
            {
                break;
            }

            // One block moves only where the others wait for it, and who has the turn often keeps it: so they part as far as they may.
            var quick = ready.Where(candidate => candidate.Peek().Block != _slowest || _random.Uniform() < 0.02).ToArray();
            var program = quick.Length > 0 ? quick[_random.NextInt(quick.Length)] : ready[0];
            for (var more = true; more; more = program.TryPeek(out var next) && Array.TrueForAll([.. next.Reads], IsThere) && _random.Uniform() < 0.8)
            {
                var grant = program.Dequeue();
                var sweeps = Execute(grant);
                taken[grant.Block].AddRange(grant.Reads.Zip(sweeps).Where(pair => pair.First.OrNewer).Select(pair => pair.Second));
                after(grant, sweeps);
            }
        }

        Assert.All(programs, Assert.Empty);
        foreach (var (block, sweeps) in taken)
        {
            Trace.Add(Iteration, block, sweeps.ToArray());
        }

        Reports.Add(objective.Summarise(Iteration, [.. objective.Blocks.Select(block => block.Report)]));
        Iteration++;
    }

    private void Begin()
    {
        _published.Clear();
        _newest.Clear();
        _held.Clear();
        foreach (var block in objective.Blocks)
        {
            if (block.Standing is var (kind, value))
            {
                _published[new Read(block.Id, kind, objective.StandingVersion(Iteration))] = (value, value.Stamp);
            }
        }
    }

    private bool IsThere(Read read) => read.OrNewer
        ? _newest.TryGetValue((read.Source, read.Kind), out var sweep) && sweep >= read.Version.Sweep
        : _published.ContainsKey(read.At(Iteration));

    private int[] Execute(Grant grant)
    {
        var sweeps = grant.Reads.Select(read => Choose(grant.Block, read)).ToArray();
        var values = new BlockValue[sweeps.Length];
        for (var i = 0; i < sweeps.Length; i++)
        {
            var exact = grant.Reads[i] with { Version = grant.Reads[i].Version with { Sweep = sweeps[i] }, OrNewer = false };
            (values[i], var stamp) = _published[exact.At(Iteration)];
            Assert.True(values[i].Stamp == stamp, $"'{grant}' reads {exact}, which has been written again.");
        }

        var output = objective[grant.Block].Execute(grant, Iteration, values);
        if (grant.Output is { } kind)
        {
            _published.Add(new Read(grant.Block, kind, new BlockVersion(Iteration, grant.Sweep)), (output!, output!.Stamp));
            _newest[(grant.Block, kind)] = grant.Sweep;
        }

        return sweeps;
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
        var kind = _random.Uniform();
        return _held[key] = kind < 0.4 ? newest : kind < (reader == _slowest ? 0.5 : 0.8) ? oldest + _random.NextInt(newest - oldest + 1) : oldest;
    }
}
