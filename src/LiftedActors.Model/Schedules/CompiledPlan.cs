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
public readonly record struct CompiledGrant(Grant Grant, int Block, (int First, int Count) Reads, int Output);

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
            compiled.Add(new CompiledGrant(grant, place, (first, grant.Reads.Length), output));
        }

        (Grants, _reads) = (compiled.ToImmutable(), [.. reads]);
    }

    /// <summary>The grants, in plan order.</summary>
    public ImmutableArray<CompiledGrant> Grants { get; }

    /// <summary>What a grant reads, in the order of <see cref="Grant.Reads"/>.</summary>
    public ReadOnlySpan<CompiledRead> Reads(in CompiledGrant grant) => _reads.AsSpan(grant.Reads.First, grant.Reads.Count);

    private CompiledRead Compile(Read read) => new(
        _streams.Number(read.Source, read.Kind, read.OrNewer ? ValueStreams.Newest : read.Version.Sweep),
        read.Version.Iteration,
        read.Version.Sweep);
}
