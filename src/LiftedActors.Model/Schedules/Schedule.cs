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

    /// <summary>
    /// The sweeps s by which what a step sees may be behind the sweep before it, where all blocks move at once; null where blocks rest
    /// while those that they are coupled to move. The step lengths depend on it.
    /// </summary>
    public virtual int? Delay => null;

    /// <summary>The fewest sweeps of an iteration for which the schedule makes sense.</summary>
    public virtual int LeastSweeps => 1;

    /// <summary>The plan of an iteration on a fresh batch: load, forward pass, sweeps.</summary>
    public SweepPlan Fresh(PlanSetting setting)
    {
        var plan = new PlanBuilder(setting);
        Begin(plan);
        plan.Forward();
        return Sweeps(plan);
    }

    /// <summary>The plan of an iteration that goes on from the activations of the iteration before.</summary>
    public SweepPlan Continued(PlanSetting setting)
    {
        var plan = new PlanBuilder(setting);
        Begin(plan);
        BeginActivations(plan);
        return Sweeps(plan);
    }

    /// <summary>Writes what Θ does before the first sweep; nothing, where reads reach into the iteration before.</summary>
    protected virtual void BeginParameters(PlanBuilder plan)
    {
    }

    /// <summary>Writes what Z does before the first sweep of an iteration without a forward pass.</summary>
    protected virtual void BeginActivations(PlanBuilder plan)
    {
    }

    /// <summary>Writes what comes after the last sweep.</summary>
    protected virtual void End(PlanBuilder plan)
    {
    }

    /// <summary>Writes one sweep.</summary>
    protected abstract void WriteSweep(PlanBuilder plan);

    private void Begin(PlanBuilder plan)
    {
        plan.Load();
        if (plan.Setting.Inverts)
        {
            plan.StandParameters();
        }
        else
        {
            BeginParameters(plan);
        }
    }

    private SweepPlan Sweeps(PlanBuilder plan)
    {
        // Blocks that evaluate for themselves leave the owners of the terms without anything to report.
        var reports = plan.Setting.SolvesActivations || plan.Setting.SolvesParameters;
        if (reports)
        {
            plan.CheckLoss();
        }

        for (var sweep = 1; sweep <= plan.Setting.Sweeps; sweep++)
        {
            plan.Sweep = sweep;
            WriteSweep(plan);
        }

        if (reports)
        {
            plan.CheckAll();
        }

        End(plan);
        return plan.Build();
    }
}
