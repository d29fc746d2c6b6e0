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
/// <param name="Reads">What it reads, in the order of <see cref="Grant.Reads"/>.</param>
/// <param name="Output">The number of the stream that it publishes to, or −1.</param>
public sealed record CompiledGrant(Grant Grant, int Block, ImmutableArray<CompiledRead> Reads, int Output);

/// <summary>
/// The grants of some blocks, in plan order, with every name resolved once: what carries them out looks nothing up but array places.
/// </summary>
public sealed class CompiledPlan
{
    private readonly ValueStreams _streams;

    /// <summary>Compiles the programs of some blocks.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="blocks">The blocks; their places are the numbers in <see cref="CompiledGrant.Block"/>.</param>
    /// <param name="streams">Numbers the streams that the grants read and publish to; shared by plans that follow one another.</param>
    public CompiledPlan(SweepPlan plan, IEnumerable<BlockId> blocks, ValueStreams streams)
    {
        var grants = blocks.SelectMany((block, place) => plan.Program(block).Select(grant => (Grant: grant, Place: place)));
        _streams = streams;
        Grants =
        [
            .. grants.OrderBy(pair => pair.Grant.Index).Select(pair => new CompiledGrant(
                pair.Grant,
                pair.Place,
                [.. pair.Grant.Reads.Select(Compile)],
                pair.Grant.Output is { } kind ? streams.Number(pair.Grant.Block, kind, pair.Grant.Sweep) : -1)),
        ];
    }

    /// <summary>The grants, in plan order.</summary>
    public ImmutableArray<CompiledGrant> Grants { get; }

    private CompiledRead Compile(Read read) => new(
        _streams.Number(read.Source, read.Kind, read.OrNewer ? ValueStreams.Newest : read.Version.Sweep),
        read.Version.Iteration,
        read.Version.Sweep);
}
