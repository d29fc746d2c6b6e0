using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Schedules;

/// <summary>
/// Gauss–Seidel in an order that a seed draws anew for every sweep of an iteration, each block with the newest version of all others. The orders of an
/// iteration repeat in the next one. Four products per layer and sweep; every guarded step descends.
/// </summary>
/// <remarks>Source: docs/mathematics.md §5.4.</remarks>
/// <param name="Seed">The seed of the orders.</param>
public sealed record RandomOrder(int Seed = 0) : Schedule
{
    /// <inheritdoc/>
    public override bool Descends => true;

    /// <inheritdoc/>
    protected override void WriteSweep(PlanBuilder plan)
    {
        // 1…L is Θ_ℓ, and L + ℓ is Z_ℓ; in an inversion there are Z_0…Z_{L−1} only.
        var (depth, first) = (plan.Setting.Depth, plan.Setting.Inverts ? plan.Setting.Depth : 1);
        var order = Enumerable.Range(first, (2 * depth) - first).ToArray();
        new RandomStream(Seed, "order", plan.Sweep).Shuffle(order);
        foreach (var block in order)
        {
            if (block <= depth && !plan.Setting.Inverts)
            {
                plan.StepParameters(block);
            }
            else
            {
                plan.StepActivations(block - depth);
            }
        }
    }
}
