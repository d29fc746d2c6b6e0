using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Actors.Tests.Problems;

/// <summary>Every exact schedule there is, found by scanning, with each update and outer iteration that it accepts.</summary>
public static class Cases
{
    private static readonly (string Name, BlockUpdate Activations, BlockUpdate Parameters)[] Updates =
    [
        ("fixed point, Adam", new FixedPoint(), new Adam(0.01)),
        ("prox-linear, Adam", new ProxLinear(), new Adam(0.01)),
        ("prox-linear", new ProxLinear(), new ProxLinear()),
        ("Adam", new Adam(0.01), new Adam(0.01)),
    ];

    private static readonly (string Name, OuterIteration Outer)[] Outers =
    [
        ("full batch", new FullBatch()),
        ("full batch, three sweeps", new FullBatch(3)),
        ("batches", new ImplicitStochasticGradient(7)),
        ("batches, three sweeps", new ImplicitStochasticGradient(7, 3, 0.5)),
    ];

    private static readonly SortedDictionary<string, LiftedMethod> Methods = Scan();

    public static TheoryData<string> Names => [.. Methods.Keys];

    public static IEnumerable<Type> Schedules =>
        typeof(Schedule).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Schedule)) && !type.IsAbstract);

    /// <summary>One method per schedule, for tests that vary something else.</summary>
    public static IEnumerable<string> OnePerSchedule =>
        Methods.Where(pair => !pair.Value.Inverts).GroupBy(pair => pair.Value.Schedule.GetType()).Select(group => group.Last().Key);

    /// <summary>An inversion for the same.</summary>
    public static string OneInversion => "inversion, ThreeColour, ProxLinear";

    /// <summary>20 samples in 2 shards, 4 layers.</summary>
    public static LiftedObjective Lift(string name, ComputeDevice? device = null) => Lift(Methods[name], device);

    public static LiftedObjective Lift(LiftedMethod method, ComputeDevice? device = null) => method.Inverts
        ? new(TinyProblems.Inversion("soft-threshold"), method, device)
        : new(TinyProblems.Regression("soft-threshold", 20), method, new Initialisation(), device);

    public static LiftedMethod Method(string name) => Methods[name];

    private static SortedDictionary<string, LiftedMethod> Scan()
    {
        var methods = new SortedDictionary<string, LiftedMethod>(StringComparer.Ordinal);
        foreach (var schedule in Schedules.Select(Exact))
        {
            foreach (var (updates, activations, parameters) in Updates)
            {
                foreach (var (batches, outer) in Outers.Where(pair => Fits(schedule, pair.Outer)))
                {
                    methods.Add(
                        $"{schedule.GetType().Name}, {updates}, {batches}", TinyProblems.Method(schedule, activations, parameters, outer));
                }
            }
        }

        foreach (var schedule in Schedules.Select(Exact).Where(schedule => schedule.Descends))
        {
            foreach (var (word, update) in new (string, BlockUpdate)[] { ("backtracking", new Backtracking()), ("Nesterov", new Nesterov(3)), ("heavy ball", new HeavyBall()), ("exact", new Exact()) })
            {
                methods.Add($"{schedule.GetType().Name}, {word}", TinyProblems.Method(schedule, update, update, new FullBatch()));
            }
        }

        foreach (var schedule in Schedules.Select(Exact).Where(schedule => schedule.LeastSweeps == 1))
        {
            methods.Add($"{schedule.GetType().Name}, sparse codes", TinyProblems.Method(schedule, new ProxLinear(), new ProxLinear(), new FullBatch()) with { CodeSparsity = 0.1 });
        }

        foreach (var schedule in Schedules.Select(Exact))
        {
            foreach (var update in (BlockUpdate[])[new ProxLinear(), new Nesterov(3), new HeavyBall()])
            {
                if (schedule.Descends || update is ProxLinear)
                {
                    methods.Add($"inversion, {schedule.GetType().Name}, {update.GetType().Name}", LiftedMethod.Inversion(new LiftedBregman(2), update, schedule, schedule.LeastSweeps, 2));
                }
            }
        }

        foreach (var method in OfOtherFormulations())
        {
            methods.Add($"{method.Schedule.GetType().Name}, {method.Formulation.GetType().Name}, {(method.Outer is FullBatch ? "full batch" : "batches")}", method);
        }

        return methods;
    }

    /// <summary>Formulations whose penalties or phases differ from those of lifted Bregman, where they accept the schedule.</summary>
    private static IEnumerable<LiftedMethod> OfOtherFormulations() =>
        from formulation in (LiftedFormulation[])[new LiftedContrastive(0.5), new MacQp(2), new PreactivationQuadratic(2)]
        from schedule in Schedules.Select(Exact)
        where formulation is not LiftedContrastive || schedule.Delay is null
        from outer in (OuterIteration[])[new FullBatch(schedule.LeastSweeps), new ImplicitStochasticGradient(7, schedule.LeastSweeps)]
        let update = formulation is MacQp ? (BlockUpdate)new Adam(0.01) : formulation is PreactivationQuadratic && schedule.Descends ? new Exact() : new ProxLinear()
        select new LiftedMethod(formulation, (update, update), schedule, outer, shards: 2);

    /// <summary>A schedule by itself; one with a delay without it, where it is exact.</summary>
    private static Schedule Exact(Type type) =>
        type == typeof(BoundedDelay) ? new BoundedDelay(0) : type == typeof(RandomOrder) ? new RandomOrder(3) : (Schedule)Activator.CreateInstance(type)!;

    private static bool Fits(Schedule schedule, OuterIteration outer) =>
        outer.Sweeps >= schedule.LeastSweeps && (outer.Sweeps == 1 || !(schedule.StartsAfresh || (outer is FullBatch && schedule.Delay is null)));
}
