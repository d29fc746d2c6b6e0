using System.Collections.Immutable;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Actors.Behaviours;

/// <summary>What a stack does in an iteration: the grants of its blocks in plan order, and who else reads what comes out of each.</summary>
internal sealed class StackProgram
{
    /// <summary>Compiles the program of a stack.</summary>
    /// <param name="fence">The run.</param>
    /// <param name="partition">Who is where.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="streams">Numbers the streams that the stack knows.</param>
    public StackProgram(Fence fence, Partition partition, Stack stack, SweepPlan plan, ValueStreams streams)
    {
        Plan = new CompiledPlan(plan, stack.Blocks.Select(block => block.Id), streams);
        Newest = [.. Grants.Select(compiled => compiled.Grant is { Output: { } kind, Block: var block } ? streams.Find(block, kind, ValueStreams.Newest) : -1)];
        Choices = [.. stack.Blocks.Select(block => plan.Program(block.Id).Sum(grant => grant.Reads.Count(read => read.OrNewer)))];
        HasChoices = Choices.Any(choices => choices > 0);
        Readers =
        [
            .. Grants.Select(compiled => compiled.Grant is { Output: { } kind } grant
                ? OtherReaders(fence, partition, stack, (grant.Block, kind, grant.Sweep))
                : []),
        ];
    }

    /// <summary>The grants with what they read.</summary>
    public CompiledPlan Plan { get; }

    /// <summary>The grants.</summary>
    public ImmutableArray<CompiledGrant> Grants => Plan.Grants;

    /// <summary>For each grant, the stream of the newest value of what it puts out, if one of the stack's own blocks reads it, or −1.</summary>
    public ImmutableArray<int> Newest { get; }

    /// <summary>For each block, the number of reads that accept newer versions.</summary>
    public ImmutableArray<int> Choices { get; }

    /// <summary>Whether any read accepts newer versions.</summary>
    public bool HasChoices { get; }

    /// <summary>For each grant, the other stacks that read its output.</summary>
    public ImmutableArray<ImmutableArray<Address>> Readers { get; }

    /// <summary>The other stacks that read a value.</summary>
    public static ImmutableArray<Address> OtherReaders(
        Fence fence, Partition partition, Stack stack, (BlockId Source, ValueKind Kind, int Sweep) stream) =>
    [
        .. partition.Objective.Graph.Readers(stream.Source, stream.Kind, stream.Sweep)
            .Select(partition.Lead)
            .Where(lead => lead != stack.Lead)
            .Distinct()
            .Select(lead => Address.Block(fence.RunId, lead)),
    ];
}
