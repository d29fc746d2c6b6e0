using System.Reflection;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Solving;

/// <summary>The members of the axes, found by scanning, and every method that they make up.</summary>
internal static class Family
{
    public static IReadOnlyList<BlockUpdate> Updates { get; } = Members<BlockUpdate>();

    public static IReadOnlyList<Schedule> Schedules { get; } = Members<Schedule>();

    public static IReadOnlyList<LiftedFormulation> Formulations { get; } = Members<LiftedFormulation>();

    public static IReadOnlyList<OuterIteration> Outers { get; } =
    [
        .. Members<OuterIteration>(),
        new FullBatch(3),
        new ImplicitStochasticGradient(4),
        new ImplicitStochasticGradient(5, sweeps: 3),
        new ImplicitStochasticGradient(4, sweeps: 2, proximalStep: 0.4),
    ];

    /// <summary>Combinations that the constructors allow, by name.</summary>
    public static IReadOnlyDictionary<string, LiftedMethod> Methods { get; } = Combinations().ToDictionary(
        method => $"{method.Schedule} {method.ActivationUpdate} {method.ParameterUpdate} {method.Outer} {method.Outer.BatchSize(1000)}");

    public static TheoryData<string> MethodNames => [.. Methods.Keys];

    /// <summary>Every combination of the axes but the formulation, whether or not it is allowed.</summary>
    public static IEnumerable<(Schedule Schedule, BlockUpdate Activations, BlockUpdate Parameters, OuterIteration Outer)> Cells =>
        from schedule in Schedules from activations in Updates from parameters in Updates from outer in Outers select (schedule, activations, parameters, outer);

    /// <summary>For every formulation that has a penalty of its own some methods of every schedule, by name.</summary>
    public static IReadOnlyDictionary<string, LiftedMethod> OtherMethods { get; } = (
        from formulation in Formulations
        where formulation is MacQp or PreactivationQuadratic or LiftedContrastive
        from schedule in Schedules
        from update in (BlockUpdate[])[new ProxLinear(), new Adam(0.02), new Exact()]
        from outer in (OuterIteration[])[new FullBatch(schedule.LeastSweeps), new ImplicitStochasticGradient(5, schedule.LeastSweeps)]
        let method = Accepted(formulation, (update, update), schedule, outer)
        where method is not null
        select method).ToDictionary(method => $"{method.Formulation} {method.Schedule} {method.ActivationUpdate} {method.Outer}");

    public static TheoryData<string> ScheduleNames => [.. Schedules.Select(schedule => schedule.ToString())];

    /// <summary>An activation for a test that does not go through all of them: they take turns, by the name of the case.</summary>
    public static string Turn(string name)
    {
        var words = Potentials.PotentialCases.TrainableWords;
        return words[name.Sum(letter => letter) % words.Count];
    }

    /// <summary>The two updates of a method hardly know of each other: each is tried with itself and on either side of a prox-linear step, and the pair of the fast method.</summary>
    private static bool IsTried(BlockUpdate activations, BlockUpdate parameters) =>
        activations.GetType() == parameters.GetType() || activations is ProxLinear || parameters is ProxLinear || (activations is FixedPoint && parameters is Adam);

    private static IEnumerable<LiftedMethod> Combinations()
    {
        foreach (var (schedule, activations, parameters, outer) in Cells)
        {
            if (IsTried(activations, parameters) && Accepted(new LiftedBregman(2), (activations, parameters), schedule, outer) is { } method)
            {
                yield return method;
            }
        }
    }

    private static LiftedMethod? Accepted(
        LiftedFormulation formulation, (BlockUpdate Activations, BlockUpdate Parameters) updates, Schedule schedule, OuterIteration outer)
    {
        try
        {
            return new LiftedMethod(formulation, updates, schedule, outer, shards: 2);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static IReadOnlyList<T> Members<T>() =>
    [
        .. typeof(T).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(T)) && type is { IsAbstract: false, IsPublic: true })
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (T)Create(type)),
    ];

    private static object Create(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(candidate => candidate.GetParameters().Length).First();
        return constructor.Invoke([.. constructor.GetParameters().Select(Argument)]);
    }

    /// <summary>The default, and a small number where there is none.</summary>
    private static object Argument(ParameterInfo parameter) => parameter switch
    {
        { HasDefaultValue: true } => parameter.DefaultValue!,
        _ when parameter.ParameterType == typeof(double) => 0.02,
        _ when parameter.ParameterType == typeof(int) => 2,
        _ => throw new InvalidOperationException($"Say in this test how to make the parameter {parameter} of {parameter.Member.DeclaringType}."),
    };
}
