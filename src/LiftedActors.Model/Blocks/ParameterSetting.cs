using System.Collections.Immutable;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Blocks;

/// <summary>What a block of parameters needs to know.</summary>
/// <param name="Map">The layer map.</param>
/// <param name="Update">The update of Θ_ℓ.</param>
/// <param name="ProximalStep">τ of the implicit stochastic gradient; ∞ for none.</param>
/// <param name="PublishesNorm">Whether the update of Z_{ℓ−1} asks for Lipschitz constants.</param>
/// <param name="Guarded">Whether steps are settled.</param>
internal sealed record ParameterSetting(LayerMap Map, BlockUpdate Update, double ProximalStep, bool PublishesNorm, bool Guarded)
{
    /// <summary>Where the values lie.</summary>
    public required ComputeDevice Device { get; init; }

    /// <summary>The terms of the layer, shard by shard, for an update that evaluates them: the penalty with its sign, and the most samples.</summary>
    public ImmutableArray<((LayerPenalty Penalty, int Sign) Term, int Capacity)> Terms { get; init; } = [];

    /// <summary>The delay of a schedule in which all blocks move at once; null in the others.</summary>
    public int? Delay { get; init; }
}
