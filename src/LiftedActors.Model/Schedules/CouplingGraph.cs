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
        var grants = first.Grants.Concat(later.Grants).ToArray();
        var sweeps = grants.Where(grant => grant.Output is not null).ToLookup(grant => (grant.Block, grant.Output!.Value), grant => grant.Sweep);
        _readers = grants
            .SelectMany(grant => grant.Reads.SelectMany(read => Accepted(read).Select(sweep => (Key: (read.Source, read.Kind, sweep), Reader: grant.Block))))
            .Distinct()
            .GroupBy(pair => pair.Key)
            .ToDictionary(group => group.Key, group => group.Select(pair => pair.Reader).ToImmutableArray());

        IEnumerable<int> Accepted(Read read) => read.OrNewer
            ? sweeps[(read.Source, read.Kind)].Where(sweep => sweep >= read.Version.Sweep).Distinct()
            : [read.Version.Sweep];
    }

    /// <summary>The blocks that may read a stream's value of a sweep, in plan order; none for a value that stays private.</summary>
    public ImmutableArray<BlockId> Readers(BlockId source, ValueKind kind, int sweep) => _readers.GetValueOrDefault((source, kind, sweep), []);
}
