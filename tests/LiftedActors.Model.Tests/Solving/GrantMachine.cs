using LiftedActors.Model.Blocks;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;

namespace LiftedActors.Model.Tests.Solving;

/// <summary>Carries grants out in any order that the reads and each block's own order allow, and lets a test look on.</summary>
internal sealed class GrantMachine
{
    private readonly LiftedObjective _objective;
    private readonly Dictionary<Read, BlockValue> _published = [];

    public GrantMachine(LiftedObjective objective)
    {
        _objective = objective;
        foreach (var block in objective.Blocks)
        {
            if (block.Standing is var (kind, value))
            {
                _published[new Read(block.Id, kind, objective.StandingVersion(0))] = value;
            }
        }
    }

    public int Iteration { get; private set; }

    /// <summary>One iteration in plan order, but for trials: each is settled before the next one begins, so that F can be watched.</summary>
    /// <param name="before">Called before each grant with the values that it reads.</param>
    /// <param name="after">Called after each grant.</param>
    public void Run(Action<Grant, BlockValue[]> before, Action<Grant> after)
    {
        var plan = ExactPlan.InOrder(_objective.Plan(Iteration));
        var programs = _objective.Blocks.Select(block => new Queue<Grant>(plan.Program(block.Id).ToArray())).ToArray();
        BlockId? tried = null;
        while (programs.Where(program => program.TryPeek(out var head) && head.Reads.All(read => _published.ContainsKey(read.At(Iteration)))).ToArray() is { Length: > 0 } ready)
        {
            var grant = ready.OrderBy(program => !Settles(program.Peek())).ThenBy(program => program.Peek().Index).First().Dequeue();
            var reads = grant.Reads.Select(read => _published[read.At(Iteration)]).ToArray();
            before(grant, reads);
            Execute(grant, reads);
            after(grant);
            tried = grant.Output is ValueKind.ActivationTrial or ValueKind.ParametersTrial ? grant.Block : grant.Work == Work.Settle ? null : tried;
        }

        Assert.All(programs, Assert.Empty);
        Iteration++;

        bool Settles(Grant grant) => grant.Block == tried
            || grant.Reads.Any(read => read.Source == tried && read.Kind is ValueKind.ActivationTrial or ValueKind.ParametersTrial);
    }

    /// <summary>One iteration in an order drawn at random from all that are allowed.</summary>
    public void RunAtRandom(ref RandomStream random)
    {
        var programs = _objective.Blocks.Select(block => new Queue<Grant>(_objective.Plan(Iteration).Program(block.Id).ToArray())).ToArray();
        while (true)
        {
            var ready = programs.Where(program => program.TryPeek(out var grant) && grant.Reads.All(read => _published.ContainsKey(read.At(Iteration)))).ToArray();
            if (ready.Length == 0)
            {
                break;
            }

            var next = ready[random.NextInt(ready.Length)].Dequeue();
            Execute(next, [.. next.Reads.Select(read => _published[read.At(Iteration)])]);
        }

        Assert.All(programs, Assert.Empty);
        Iteration++;
    }

    private void Execute(Grant grant, BlockValue[] reads)
    {
        var output = _objective[grant.Block].Execute(grant, Iteration, reads);
        Assert.Equal(grant.Output is null, output is null || grant.Output is null);
        if (grant.Output is { } kind)
        {
            // Published once: a version is never given out twice.
            _published.Add(new Read(grant.Block, kind, new BlockVersion(Iteration, grant.Sweep)), output!);
        }
    }
}
