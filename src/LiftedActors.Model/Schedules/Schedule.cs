namespace LiftedActors.Model.Schedules;

/// <summary>
/// The order in which blocks move within a sweep. A schedule writes grants; engines and the sequential solver carry them out.
/// </summary>
public abstract record Schedule
{
    /// <summary>
    /// Whether every block sees the newest version of what it is coupled to, so that steps that descend in one block descend in F.
    /// Only then can a trial be settled.
    /// </summary>
    public abstract bool Descends { get; }

    /// <summary>Whether every iteration begins with a forward pass and makes one sweep, so that activations do not persist.</summary>
    public virtual bool StartsAfresh => false;

    /// <summary>The plan of an iteration on a fresh batch: load, forward pass, sweeps.</summary>
    public SweepPlan Fresh(PlanSetting setting)
    {
        var plan = new PlanBuilder(setting);
        plan.Load();
        plan.Forward();
        return Sweeps(plan);
    }

    /// <summary>The plan of an iteration that goes on from the activations of the iteration before.</summary>
    public SweepPlan Continued(PlanSetting setting)
    {
        var plan = new PlanBuilder(setting);
        plan.Load();
        return Sweeps(plan);
    }

    /// <summary>Writes one sweep.</summary>
    protected abstract void WriteSweep(PlanBuilder plan);

    private SweepPlan Sweeps(PlanBuilder plan)
    {
        for (var sweep = 1; sweep <= plan.Setting.Sweeps; sweep++)
        {
            plan.Sweep = sweep;
            WriteSweep(plan);
        }

        return plan.Build();
    }
}
