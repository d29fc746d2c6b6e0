using LiftedActors.Model.Blocks;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Model.Solving;

/// <summary>
/// A plan as an execution carries it out: every read that accepts newer versions names the one that is taken, and the grants stand in an
/// order in which each finds its versions. Any such order gives the same bits, and the rings of the blocks suffice for it: what lets a block
/// write on is what it has read.
/// </summary>
internal static class ExactPlan
{
    /// <summary>The plan as it is carried out in plan order, each read taking the newest version; the same plan where there is no choice.</summary>
    public static SweepPlan InOrder(SweepPlan plan)
    {
        var newest = new Dictionary<(BlockId, ValueKind), BlockVersion>();
        var grants = new List<Grant>();
        foreach (var grant in plan.Grants)
        {
            grants.Add(grant with
            {
                Reads = [.. grant.Reads.Select(read => read.OrNewer ? read with { Version = newest[(read.Source, read.Kind)], OrNewer = false } : read)],
            });
            if (grant.Output is { } kind)
            {
                newest[(grant.Block, kind)] = new BlockVersion(0, grant.Sweep);
            }
        }

        return plan.Grants.Any(grant => grant.Reads.Any(read => read.OrNewer)) ? new SweepPlan([.. grants], plan.Stacked) : plan;
    }

    /// <summary>The plan of an iteration as a trace has it.</summary>
    /// <exception cref="ArgumentException">The trace does not fit the plan; the message names the grant and the version.</exception>
    public static SweepPlan Of(SweepPlan plan, ExecutionTrace trace, int iteration)
    {
        var programs = plan.Grants.Select(grant => grant.Block).Distinct()
            .Select(block => new Queue<Grant>(Exact(plan, trace, (iteration, block)))).ToArray();
        var given = new HashSet<Read>(plan.Grants.Where(grant => grant.Output is not null).Select(Output));
        var published = new HashSet<Read>();
        var ordered = new List<Grant>();
        while (ordered.Count < plan.Grants.Length)
        {
            var count = ordered.Count;
            foreach (var program in programs)
            {
                while (program.TryPeek(out var grant) && grant.Reads.All(read => published.Contains(read) || !given.Contains(read)))
                {
                    ordered.Add(program.Dequeue() with { Index = ordered.Count });
                    if (grant.Output is not null)
                    {
                        published.Add(Output(grant));
                    }
                }
            }

            if (ordered.Count == count)
            {
                var waiting = programs.First(program => program.Count > 0).Peek();
                var missing = waiting.Reads.First(read => given.Contains(read) && !published.Contains(read));
                throw Misfit(iteration, $"'{waiting}' took {missing}, which waits for this grant itself");
            }
        }

        return new SweepPlan([.. ordered], plan.Stacked);
    }

    private static Read Output(Grant grant) => new(grant.Block, grant.Output!.Value, new BlockVersion(0, grant.Sweep));

    private static List<Grant> Exact(SweepPlan plan, ExecutionTrace trace, (int Iteration, BlockId Block) key)
    {
        var taken = trace.Taken(key.Iteration, key.Block);
        var position = 0;
        var grants = new List<Grant>();
        foreach (var grant in plan.Program(key.Block))
        {
            var reads = grant.Reads.ToArray();
            for (var i = 0; i < reads.Length; i++)
            {
                if (reads[i].OrNewer)
                {
                    reads[i] = position < taken.Length
                        ? Taken(plan, grant, reads[i], (key.Iteration, taken[position]))
                        : throw Misfit(key.Iteration, $"it has no version for '{grant}' to take as {reads[i]}");
                    position++;
                }
            }

            grants.Add(grant with { Reads = [.. reads] });
        }

        return position == taken.Length
            ? grants
            : throw Misfit(key.Iteration, $"it has {taken.Length} versions for {key.Block}, which reads {position}");
    }

    private static Read Taken(SweepPlan plan, Grant grant, Read read, (int Iteration, int Sweep) version)
    {
        var exact = read with { Version = new BlockVersion(0, version.Sweep), OrNewer = false };
        var isGiven = plan.Program(read.Source).Any(source => source.Output == read.Kind && source.Sweep == version.Sweep);
        return isGiven && version.Sweep >= read.Version.Sweep
            ? exact
            : throw Misfit(version.Iteration, $"'{grant}' took {exact}, where the plan gives {read}");
    }

    private static ArgumentException Misfit(int iteration, string fault) =>
        new($"The trace does not fit iteration {iteration}: {fault}. Replay it with the spec and from the point where it was recorded.");
}
