using LiftedActors.Model.Devices;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving;

namespace LiftedActors.Model.Blocks;

/// <summary>What each block of a lifted problem is told: the one source of the blocks and of the memory that they will take.</summary>
/// <param name="network">The network.</param>
/// <param name="method">The method.</param>
/// <param name="sampler">The batches.</param>
/// <param name="device">Where the values lie.</param>
internal sealed class BlockSettings(Network network, LiftedMethod method, BatchSampler sampler, ComputeDevice device)
{
    /// <summary>Of Θ_ℓ.</summary>
    public ParameterSetting Parameters(int layer) => new(
        network.Layers[layer - 1].Map,
        method.ParameterUpdate,
        method.Outer.ProximalStep,
        layer > 1 && (method.ActivationUpdate.NeedsLipschitz || method.GuardsActivations || method.SharesBounds),
        method.GuardsParameters)
    {
        Device = device,
        Delay = method.Schedule.Delay,
    };

    /// <summary>Of Z_ℓ,s.</summary>
    public TermSetting Term(int layer, int shard) => new(
        network.Layers[layer - 1],
        method.Formulation.PenaltyOf(layer, network),
        sampler.LargestBatch(shard),
        method.ParameterUpdate.NeedsLipschitz || method.GuardsParameters || method.SharesBounds,
        method.ActivationUpdate)
    {
        Device = device,
        Guarded = method.GuardsActivations,
        Delay = method.Schedule.Delay,
    };
}
