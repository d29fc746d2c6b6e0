using LiftedActors.Model.Schedules;
using LiftedActors.Model.Tests.Solving;

namespace LiftedActors.Model.Tests.Schedules;

/// <summary>The plans of every schedule in every setting that a method can give it.</summary>
internal static class ScheduleCases
{
    public static Schedule Named(string name) => Family.Schedules.Single(schedule => schedule.ToString() == name);

    public static IEnumerable<PlanSetting> Settings(Schedule schedule) =>
        from depth in (int[])[1, 2, 3, 4, 6]
        from shards in (int[])[1, 2]
        from sweeps in (schedule.StartsAfresh ? (int[])[1] : [1, 2, 3]).Where(sweeps => sweeps >= schedule.LeastSweeps)
        from guards in schedule.Descends ? (int[])[0, 1, 2, 3] : [0]
        from inverts in guards / 2 == 0 ? (bool[])[false, true] : [false]
        from stacked in (int[])[0, 1, 2]
        select new PlanSetting(depth, shards, sweeps, guards % 2 == 1, guards / 2 == 1)
        {
            Inverts = inverts,
            Stacked = [.. Enumerable.Range(1, stacked == 0 ? 0 : depth).Where(layer => stacked == 1 || layer % 4 > 0)],
        };

    /// <summary>The plans of four iterations: always afresh, and once afresh and then going on.</summary>
    public static IEnumerable<SweepPlan[]> Runs(Schedule schedule, PlanSetting setting)
    {
        var fresh = schedule.Fresh(setting);
        yield return [fresh, fresh, fresh, fresh];
        if (!schedule.StartsAfresh)
        {
            var later = schedule.Continued(setting);
            yield return [fresh, later, later, later];
        }
    }
}
