using System.Collections.Immutable;
using LiftedActors.Model.Blocks;

namespace LiftedActors.Model.Schedules;

/// <summary>Who reads whom: the acquaintances of the blocks, read off the plans of a run.</summary>
public sealed class CouplingGraph
{
    private readonly Dictionary<(BlockId Source, ValueKind Kind, int Sweep), ImmutableArray<BlockId>> _readers;

    /// <summary>Reads the graph off the plan of the first iteration and that of all later ones.</summary>
    public CouplingGraph(SweepPlan first, SweepPlan later)
    {
        _readers = first.Grants.Concat(later.Grants)
            .SelectMany(grant => grant.Reads.Select(read => (Key: (read.Source, read.Kind, read.Version.Sweep), Reader: grant.Block)))
            .Distinct()
            .GroupBy(pair => pair.Key)
            .ToDictionary(group => group.Key, group => group.Select(pair => pair.Reader).ToImmutableArray());
    }

    /// <summary>The blocks that read a stream's value of a sweep, in plan order; none for a value that stays private.</summary>
    public ImmutableArray<BlockId> Readers(BlockId source, ValueKind kind, int sweep) => _readers.GetValueOrDefault((source, kind, sweep), []);
}
