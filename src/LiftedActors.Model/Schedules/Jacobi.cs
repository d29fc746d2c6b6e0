namespace LiftedActors.Model.Schedules;

/// <summary>
/// Jacobi: all Z and all Θ move at once, each against the values of the sweep before. Three products per layer and sweep, and no
/// block waits for another within a sweep.
/// </summary>
/// <remarks>
/// With prox-linear steps F falls in every sweep, although no single step is settled: the step lengths bear the couplings, which makes
/// them three to five times shorter. Information moves one layer per sweep: on batches take at least L/2 inner sweeps, or the lower
/// layers do not hear of the loss. Source: docs/mathematics.md §6.1.
/// </remarks>
public sealed record Jacobi : Schedule
{
    /// <inheritdoc/>
    public override bool Descends => false;

    /// <inheritdoc/>
    public override int? Delay => 0;

    /// <inheritdoc/>
    protected override void WriteSweep(PlanBuilder plan) => plan.StepAll(0);

    /// <inheritdoc/>
    protected override void End(PlanBuilder plan) => plan.CheckAll();
}
