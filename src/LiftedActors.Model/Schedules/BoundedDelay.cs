namespace LiftedActors.Model.Schedules;

/// <summary>
/// Bounded delay: every block makes the sweeps of an iteration at its own pace, against the newest values at hand, and waits only
/// where one of them would be more than s sweeps behind. An iteration ends at a quiet point, where F is known and no higher than at
/// the one before.
/// </summary>
/// <remarks>
/// Three products per layer and sweep. For s = 0 it is <see cref="Jacobi"/> to the bit; what a delay saves in waiting it costs in step
/// length, which goes as 1/(2s + 1). Source: docs/mathematics.md §6.2.
/// </remarks>
public sealed record BoundedDelay : Schedule
{
    private readonly int _delay;

    /// <summary>Creates the schedule.</summary>
    /// <param name="delay">The delay s ≥ 0 in sweeps.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    public BoundedDelay(int delay = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(delay);
        _delay = delay;
    }

    /// <inheritdoc/>
    public override bool Descends => false;

    /// <summary>The delay s.</summary>
    public override int? Delay => _delay;

    /// <summary>2: in a single sweep there is nothing to be behind.</summary>
    public override int LeastSweeps => 2;

    /// <inheritdoc/>
    protected override void BeginParameters(PlanBuilder plan) => plan.StandParameters();

    /// <inheritdoc/>
    protected override void BeginActivations(PlanBuilder plan) => plan.StandActivations();

    /// <inheritdoc/>
    protected override void WriteSweep(PlanBuilder plan) => plan.StepAll(_delay);

    /// <inheritdoc/>
    protected override void End(PlanBuilder plan) => plan.CheckAll();
}
