namespace LiftedActors.Model.Schedules;

/// <summary>
/// Backward Gauss–Seidel: Θ_L, Z_{L−1}, Θ_{L−1}, …, Z_1, Θ_1, in an inversion Z_{L−1}, …, Z_0, each with the newest version of all others.
/// Four products per layer and sweep; every guarded step descends. Source: docs/mathematics.md §5.4.
/// </summary>
public sealed record BackwardGaussSeidel : Schedule
{
    /// <inheritdoc/>
    public override bool Descends => true;

    /// <inheritdoc/>
    protected override void WriteSweep(PlanBuilder plan)
    {
        for (var layer = plan.Setting.Depth; layer >= 1; layer--)
        {
            plan.StepParameters(layer);
            if (layer > plan.Setting.LowestFree)
            {
                plan.StepActivations(layer - 1);
            }
        }
    }
}
