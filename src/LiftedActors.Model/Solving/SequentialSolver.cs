using LiftedActors.Model.Blocks;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Model.Solving;

/// <summary>
/// The reference solver: it carries the grants of a plan out one by one, in plan order, on the calling thread. Every engine must
/// give its bits; where a read accepts newer versions, those of the replay of what it took. A steady iteration allocates nothing.
/// </summary>
public sealed class SequentialSolver
{
    private readonly ValueStreams _streams = new();
    private readonly BlockId[] _blocks;
    private readonly CompiledPlan _first;
    private readonly CompiledPlan _later;
    private readonly (int Iteration, BlockValue? Value)[] _published;
    private readonly GrantRun _run;
    private readonly BlockReport[] _reports;
    private readonly IGrantWatch? _watch;

    /// <summary>Creates a solver that begins at an iteration.</summary>
    /// <param name="objective">The lifted problem; its blocks stand at the end of the iteration before.</param>
    /// <param name="iteration">The next iteration.</param>
    /// <param name="watch">Watches every grant; null for nobody.</param>
    public SequentialSolver(LiftedObjective objective, int iteration = 0, IGrantWatch? watch = null)
    {
        (Objective, Iteration, _watch) = (objective, iteration, watch);
        var version = objective.StandingVersion(iteration);
        var standing = objective.Blocks.Where(block => block.Standing is not null)
            .Select(block => (Stream: _streams.Number(block.Id, block.Standing!.Value.Kind, version.Sweep), block.Standing!.Value.Value)).ToArray();
        _blocks = objective.Blocks.Select(block => block.Id).ToArray();
        _first = Compile(ExactPlan.InOrder(objective.FirstPlan));
        _later = objective.LaterPlan == objective.FirstPlan ? _first : Compile(ExactPlan.InOrder(objective.LaterPlan));
        _published = new (int, BlockValue?)[_streams.Count];
        foreach (var (stream, value) in standing)
        {
            _published[stream] = (version.Iteration, value);
        }

        _run = new GrantRun(objective.Device, PlanSetting.MostTogether, Math.Max(_first.MostReads, _later.MostReads));
        _reports = new BlockReport[objective.Blocks.Length];
    }

    /// <summary>The lifted problem.</summary>
    public LiftedObjective Objective { get; }

    /// <summary>The next iteration.</summary>
    public int Iteration { get; private set; }

    /// <summary>Runs one iteration in plan order; a read that accepts newer versions takes the newest.</summary>
    public IterationReport Step() => Step(Iteration == 0 ? _first : _later);

    /// <summary>Runs one iteration with the versions that another execution took, to its bits.</summary>
    /// <param name="trace">What it took.</param>
    /// <exception cref="ArgumentException">The trace does not fit the plan; the message names the grant and the version.</exception>
    public IterationReport Replay(ExecutionTrace trace) => Step(Compile(ExactPlan.Of(Objective.Plan(Iteration), trace, Iteration)));

    private CompiledPlan Compile(SweepPlan plan) => new(plan, _blocks, _streams);

    private IterationReport Step(CompiledPlan plan)
    {
        var grants = plan.Grants.AsSpan();
        for (var next = 0; next < grants.Length; next += _run.Count)
        {
            var together = grants.Slice(next, grants[next].Together);
            _run.Clear();
            foreach (ref readonly var grant in together)
            {
                Read(plan, grant);
                _run.Add(Objective.Blocks[grant.Block], grant.Grant, grant.Reads.Count);
            }

            var begun = _watch?.Begin() ?? 0;
            _run.Execute(Iteration);
            _watch?.End(together[0].Grant.Work, together.Length, begun);
            for (var i = 0; i < together.Length; i++)
            {
                if (together[i].Output >= 0 && _run.Output(i) is { } output)
                {
                    _published[together[i].Output] = (Iteration, output);
                }
            }
        }

        for (var i = 0; i < _reports.Length; i++)
        {
            _reports[i] = Objective.Blocks[i].Report;
        }

        return Objective.Summarise(Iteration++, _reports);
    }

    private void Read(CompiledPlan plan, in CompiledGrant grant)
    {
        // Through a span, as a store into an array of an abstract type checks the type of the value each time.
        var names = plan.Reads(grant);
        var values = _run.NextReads(names.Length);
        for (var i = 0; i < names.Length; i++)
        {
            var (iteration, value) = _published[names[i].Stream];
            values[i] = iteration == Iteration + names[i].Iteration && value is not null
                ? value
                : throw new InvalidOperationException($"'{grant.Grant}' reads {grant.Grant.Reads[i].At(Iteration)}, which the plan does not provide.");
        }
    }
}
