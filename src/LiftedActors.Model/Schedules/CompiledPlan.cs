using System.Collections.Immutable;
using LiftedActors.Model.Blocks;

namespace LiftedActors.Model.Schedules;

/// <summary>A read with its names resolved.</summary>
/// <param name="Stream">The number of the stream; where newer versions serve as well, that of the newest value of all sweeps.</param>
/// <param name="Iteration">The iteration, relative to the one that is granted: 0 or −1.</param>
/// <param name="Oldest">The oldest sweep that serves; counts only where newer ones do.</param>
public readonly record struct CompiledRead(int Stream, int Iteration, int Oldest);

/// <summary>A grant with its names resolved.</summary>
/// <param name="Grant">The grant.</param>
/// <param name="Block">The place of its block among those that the plan was compiled for.</param>
/// <param name="Reads">Where its reads lie; <see cref="CompiledPlan.Reads"/> has them.</param>
/// <param name="Output">The number of the stream that it publishes to, or −1.</param>
/// <param name="Together">How many grants, from this one on, may be carried out by one call of each kernel.</param>
public readonly record struct CompiledGrant(Grant Grant, int Block, (int First, int Count) Reads, int Output, int Together);

/// <summary>
/// The grants of some blocks, in plan order, with every name resolved once: what carries them out looks nothing up but array places.
/// </summary>
/// <remarks>
/// Grants and reads lie one behind the other, in the order in which they are used. In a deep net they come from memory in every iteration, as
/// its values do, and a processor fetches ahead only what lies in a row.
/// </remarks>
public sealed class CompiledPlan
{
    private readonly ValueStreams _streams;
    private readonly CompiledRead[] _reads;

    /// <summary>Compiles the programs of some blocks.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="blocks">The blocks; their places are the numbers in <see cref="CompiledGrant.Block"/>.</param>
    /// <param name="streams">Numbers the streams that the grants read and publish to; shared by plans that follow one another.</param>
    public CompiledPlan(SweepPlan plan, IEnumerable<BlockId> blocks, ValueStreams streams)
    {
        var grants = blocks.SelectMany((block, place) => plan.Program(block).Select(grant => (Grant: grant, Place: place)));
        _streams = streams;
        var (compiled, reads) = (ImmutableArray.CreateBuilder<CompiledGrant>(), new List<CompiledRead>());
        foreach (var (grant, place) in grants.OrderBy(pair => pair.Grant.Index))
        {
            var first = reads.Count;
            reads.AddRange(grant.Reads.Select(Compile));
            var output = grant.Output is { } kind ? streams.Number(grant.Block, kind, grant.Sweep) : -1;
            compiled.Add(new CompiledGrant(grant, place, (first, grant.Reads.Length), output, 1));
        }

        _reads = [.. reads];
        Join(compiled, plan.Stacked);
        Grants = compiled.ToImmutable();
    }

    /// <summary>The grants, in plan order.</summary>
    public ImmutableArray<CompiledGrant> Grants { get; }

    /// <summary>What a grant reads, in the order of <see cref="Grant.Reads"/>.</summary>
    public ReadOnlySpan<CompiledRead> Reads(in CompiledGrant grant) => _reads.AsSpan(grant.Reads.First, grant.Reads.Count);

    /// <summary>The most reads of a grant.</summary>
    public int MostReads => Grants.Select(grant => grant.Reads.Count).DefaultIfEmpty().Max();

    /// <summary>Notes which grants that stand in a row are of equal work on different blocks, none reading what one before it puts out.</summary>
    private void Join(ImmutableArray<CompiledGrant>.Builder grants, ImmutableHashSet<int> stacked)
    {
        for (var begin = 0; begin < grants.Count;)
        {
            var end = begin + 1;
            while (end < grants.Count && end - begin < PlanSetting.MostTogether && IsStacked(begin) && IsStacked(end) && MayJoin(grants, begin, end))
            {
                end++;
            }

            for (; begin < end; begin++)
            {
                grants[begin] = grants[begin] with { Together = end - begin };
            }
        }

        bool IsStacked(int place) => stacked.Contains(grants[place].Grant.Block.Layer);
    }

    private bool MayJoin(ImmutableArray<CompiledGrant>.Builder grants, int begin, int end)
    {
        var (first, next) = (grants[begin].Grant, grants[end].Grant);
        if (first.Reads.Concat(next.Reads).Any(read => read.OrNewer) || (next.Work, next.Output, next.Block.Kind) != (first.Work, first.Output, first.Block.Kind))
        {
            return false;
        }

        for (var i = begin; i < end; i++)
        {
            if (grants[i].Block == grants[end].Block)
            {
                return false;
            }

            foreach (var read in Reads(grants[end]))
            {
                if (read.Iteration == 0 && read.Stream == grants[i].Output)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private CompiledRead Compile(Read read) => new(
        _streams.Number(read.Source, read.Kind, read.OrNewer ? ValueStreams.Newest : read.Version.Sweep),
        read.Version.Iteration,
        read.Version.Sweep);
}
