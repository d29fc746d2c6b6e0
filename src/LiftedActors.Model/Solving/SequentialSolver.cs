using LiftedActors.Model.Blocks;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Model.Solving;

/// <summary>
/// The reference solver: it carries the grants of a plan out one by one, in plan order, on the calling thread. Every engine must
/// give its bits. A steady iteration allocates nothing.
/// </summary>
public sealed class SequentialSolver
{
    private readonly Dictionary<(BlockId Source, ValueKind Kind, int Sweep), (BlockVersion Version, BlockValue Value)> _published = [];
    private readonly BlockValue[] _reads;
    private readonly BlockReport[] _reports;

    /// <summary>Creates a solver that begins at an iteration.</summary>
    /// <param name="objective">The lifted problem; its blocks stand at the end of the iteration before.</param>
    /// <param name="iteration">The next iteration.</param>
    public SequentialSolver(LiftedObjective objective, int iteration = 0)
    {
        (Objective, Iteration) = (objective, iteration);
        _reads = new BlockValue[objective.FirstPlan.Grants.Concat(objective.LaterPlan.Grants).Max(grant => grant.Reads.Length)];
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

    /// <summary>Runs one iteration.</summary>
    public IterationReport Step()
    {
        foreach (var grant in Objective.Plan(Iteration).Grants)
        {
            var output = Objective[grant.Block].Execute(grant, Iteration, Reads(grant));
            if (grant.Output is { } kind && output is not null)
            {
                _published[(grant.Block, kind, grant.Sweep)] = (new BlockVersion(Iteration, grant.Sweep), output);
            }
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
            var (version, value) = _published.GetValueOrDefault((read.Source, read.Kind, read.Version.Sweep));
            _reads[i] = version == read.Version && value is not null
                ? value
                : throw new InvalidOperationException($"'{grant}' reads {read}, which the plan does not provide.");
        }

        return _reads.AsSpan(0, grant.Reads.Length);
    }
}
