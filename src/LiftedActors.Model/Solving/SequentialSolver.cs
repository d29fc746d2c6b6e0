using LiftedActors.Model.Blocks;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Model.Solving;

/// <summary>
/// The reference solver: it carries the grants of a plan out one by one, in plan order, on the calling thread. Every engine must
/// give its bits; where a read accepts newer versions, the bits of the replay of what it took. A steady iteration allocates nothing.
/// </summary>
public sealed class SequentialSolver
{
    private readonly Dictionary<(BlockId Source, ValueKind Kind, int Sweep), (BlockVersion Version, BlockValue Value)> _published = [];
    private readonly Dictionary<(BlockId Source, ValueKind Kind), (BlockVersion Version, BlockValue Value)> _newest = [];
    private readonly BlockValue[] _reads;
    private readonly int[] _sweeps;
    private readonly BlockReport[] _reports;

    /// <summary>Creates a solver that begins at an iteration.</summary>
    /// <param name="objective">The lifted problem; its blocks stand at the end of the iteration before.</param>
    /// <param name="iteration">The next iteration.</param>
    public SequentialSolver(LiftedObjective objective, int iteration = 0)
    {
        (Objective, Iteration) = (objective, iteration);
        _reads = new BlockValue[objective.FirstPlan.Grants.Concat(objective.LaterPlan.Grants).Max(grant => grant.Reads.Length)];
        _sweeps = new int[_reads.Length];
        _reports = new BlockReport[objective.Blocks.Length];
        var version = objective.StandingVersion(iteration);
        foreach (var block in objective.Blocks)
        {
            if (block.Standing is var (kind, value))
            {
                _published[(block.Id, kind, version.Sweep)] = (version, value);
            }
        }
    }

    /// <summary>The lifted problem.</summary>
    public LiftedObjective Objective { get; }

    /// <summary>The next iteration.</summary>
    public int Iteration { get; private set; }

    /// <summary>Where to note which versions are taken; null to note nothing.</summary>
    public ExecutionTrace? Recording { get; set; }

    /// <summary>Runs one iteration in plan order; a read that accepts newer versions takes the newest.</summary>
    public IterationReport Step() => Step(Objective.Plan(Iteration));

    /// <summary>Runs one iteration with the versions that another execution took.</summary>
    /// <param name="trace">What it took.</param>
    /// <exception cref="ArgumentException">The trace does not fit the plan; the message names the grant and the version.</exception>
    public IterationReport Replay(ExecutionTrace trace) => Step(RecordedPlan.Of(Objective.Plan(Iteration), trace, Iteration));

    private IterationReport Step(SweepPlan plan)
    {
        var notes = Recording is null ? null : new Dictionary<BlockId, List<int>>();
        foreach (var grant in plan.Grants)
        {
            var output = Objective[grant.Block].Execute(grant, Iteration, Reads(grant));
            if (notes is not null)
            {
                Note(grant, notes);
            }

            if (grant.Output is { } kind && output is not null)
            {
                var version = new BlockVersion(Iteration, grant.Sweep);
                _published[(grant.Block, kind, grant.Sweep)] = (version, output);
                _newest[(grant.Block, kind)] = (version, output);
            }
        }

        foreach (var (block, sweeps) in notes ?? [])
        {
            Recording!.Add(Iteration, block, sweeps.ToArray());
        }

        for (var i = 0; i < _reports.Length; i++)
        {
            _reports[i] = Objective.Blocks[i].Report;
        }

        return Objective.Summarise(Iteration++, _reports);
    }

    private ReadOnlySpan<BlockValue> Reads(Grant grant)
    {
        for (var i = 0; i < grant.Reads.Length; i++)
        {
            var read = grant.Reads[i].At(Iteration);
            var (version, value) = read.OrNewer
                ? _newest.GetValueOrDefault((read.Source, read.Kind))
                : _published.GetValueOrDefault((read.Source, read.Kind, read.Version.Sweep));
            var isGood = version == read.Version || (read.OrNewer && version.Iteration == Iteration && version.Sweep > read.Version.Sweep);
            _reads[i] = isGood && value is not null
                ? value
                : throw new InvalidOperationException($"'{grant}' reads {read}, which the plan does not provide.");
            _sweeps[i] = version.Sweep;
        }

        return _reads.AsSpan(0, grant.Reads.Length);
    }

    private void Note(Grant grant, Dictionary<BlockId, List<int>> notes)
    {
        for (var i = 0; i < grant.Reads.Length; i++)
        {
            if (grant.Reads[i].OrNewer)
            {
                if (!notes.TryGetValue(grant.Block, out var sweeps))
                {
                    notes[grant.Block] = sweeps = [];
                }

                sweeps.Add(_sweeps[i]);
            }
        }
    }
}
