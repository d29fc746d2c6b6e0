using System.Collections.Immutable;
using LiftedActors.Model.Blocks;

namespace LiftedActors.Model.Schedules;

/// <summary>
/// The grants of one iteration in an order that can be run one by one. The reads make it a graph: grants that do not read each
/// other, directly or through others, may run at once, and give the same bits.
/// </summary>
public sealed class SweepPlan
{
    private readonly Dictionary<BlockId, ImmutableArray<Grant>> _programs;

    internal SweepPlan(ImmutableArray<Grant> grants, ImmutableHashSet<int> stacked)
    {
        (Grants, Stacked) = (grants, stacked);
        _programs = grants.GroupBy(grant => grant.Block).ToDictionary(group => group.Key, group => group.ToImmutableArray());
    }

    /// <summary>All grants in sequential order.</summary>
    public ImmutableArray<Grant> Grants { get; }

    /// <summary>The layers of whose blocks one call of each kernel may carry several grants out.</summary>
    public ImmutableHashSet<int> Stacked { get; }

    /// <summary>The grants of one block, in its own order; empty for a block that has none.</summary>
    public ImmutableArray<Grant> Program(BlockId block) => _programs.GetValueOrDefault(block, []);
}
