using LiftedActors.Model.Formulations;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Solving;

/// <summary>Small inversions by every schedule, update and formulation that the constructors allow.</summary>
internal static class Inversions
{
    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string, LiftedMethod> Methods { get; } = (
        from schedule in Family.Schedules
        from update in Family.Updates
        from sweeps in (int[])[schedule.LeastSweeps, 3]
        let method = Accepted(new LiftedBregman(2), update, schedule, sweeps)
        where method is not null
        select method).Concat(
            from formulation in Family.Formulations
            from schedule in (Schedule[])[new ThreeColour(), new Jacobi()]
            let method = Accepted(formulation, formulation.BoundsCurvature ? new ProxLinear() : new Adam(0.02), schedule, 1)
            where method is not null && formulation is not LiftedBregman
            select method)
        .DistinctBy(Name).ToDictionary(Name);

    public static TheoryData<string> Names => [.. Methods.Keys];

    public static LiftedObjective Lift(string name) => new(TinyProblems.Inversion("leaky-relu"), Methods[name]);

    private static string Name(LiftedMethod method) => $"{method.Formulation} {method.Schedule} {method.ActivationUpdate} {method.Outer.Sweeps}";

    private static LiftedMethod? Accepted(LiftedFormulation formulation, BlockUpdate update, Schedule schedule, int sweeps)
    {
        try
        {
            return LiftedMethod.Inversion(formulation, update, schedule, sweeps, shards: 2);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
