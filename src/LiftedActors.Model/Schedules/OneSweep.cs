namespace LiftedActors.Model.Schedules;

/// <summary>
/// One top-down sweep after a forward pass: Z_{L−1}, …, Z_1 against the feedback of the swept layer above, and every Θ with the forward
/// activations as input and the swept ones as output; in an inversion Z_0 against the feedback of the swept Z_1.
/// </summary>
/// <remarks>
/// Three products per layer, as back-propagation. A stochastic method with lifted gradients, e_ℓ a_{ℓ−1}ᵀ: F may rise within a sweep, so it
/// claims no descent. Θ_ℓ steps as soon as Z_{ℓ−1} has its feedback, while what layer ℓ keeps is in the caches: a deep net then comes from
/// memory twice in an iteration, on the way up and on the way down. Source: docs/mathematics.md §7.
/// </remarks>
public sealed record OneSweep : Schedule
{
    /// <inheritdoc/>
    public override bool Descends => false;

    /// <inheritdoc/>
    public override bool StartsAfresh => true;

    /// <inheritdoc/>
    protected override void WriteSweep(PlanBuilder plan)
    {
        for (var layer = plan.Setting.Depth; layer >= 1; layer--)
        {
            if (layer > 1)
            {
                plan.StepActivationsPrivately(layer - 1);
            }

            plan.StepParameters(layer);
        }

        if (plan.Setting.Inverts)
        {
            plan.StepActivations(0);
        }
    }
}
