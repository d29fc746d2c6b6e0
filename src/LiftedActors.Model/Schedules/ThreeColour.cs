namespace LiftedActors.Model.Schedules;

/// <summary>
/// Three colours: all Θ at once, then all even Z, then all odd Z. A term couples Θ_ℓ, Z_{ℓ−1} and Z_ℓ, a triangle, so that three
/// colours are needed and enough: blocks of one colour do not meet in any term. Four products per layer and sweep; every guarded
/// step descends. Source: docs/mathematics.md §5.4.
/// </summary>
public sealed record ThreeColour : Schedule
{
    /// <inheritdoc/>
    public override bool Descends => true;

    /// <inheritdoc/>
    protected override void WriteSweep(PlanBuilder plan)
    {
        plan.StepParameters(Enumerable.Range(1, plan.Setting.Depth));
        for (var parity = 0; parity < 2; parity++)
        {
            var first = plan.Setting.LowestFree;
            plan.StepActivations(Enumerable.Range(first, plan.Setting.Depth - first).Where(layer => layer % 2 == parity));
        }
    }
}
