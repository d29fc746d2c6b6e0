using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving;

namespace LiftedActors.Model.Blocks;

/// <summary>What each block of a lifted problem is told: the one source of the blocks and of the memory that they will take.</summary>
/// <param name="network">The network.</param>
/// <param name="method">The method.</param>
/// <param name="weights">The weights of the penalties.</param>
/// <param name="place">The batches, and where the values lie.</param>
internal sealed class BlockSettings(Network network, LiftedMethod method, PenaltyWeights weights, (BatchSampler Sampler, ComputeDevice Device) place)
{
    private int LowestFree => method.Inverts ? 0 : 1;

    /// <summary>Of Θ_ℓ.</summary>
    public ParameterSetting Parameters(int layer) => new(
        network.Layers[layer - 1].Map,
        method.ParameterUpdate,
        method.Outer.ProximalStep,
        layer > LowestFree && (method.ActivationUpdate.NeedsLipschitz || method.GuardsActivations || method.SharesBounds),
        method.GuardsParameters)
    {
        Device = place.Device,
        Delay = method.Schedule.Delay,
        RateFactor = iteration => method.Course.Factor(iteration, place.Sampler),
        Penalty = method.Course.Penalty,
        Terms = method.ParameterUpdate.Evaluates
            ? [.. Enumerable.Range(0, method.BlockShards).Select(shard => Term(layer, shard)).Select(term => ((term.Penalty, term.Sign), term.Capacity))]
            : [],
    };

    /// <summary>Of Z_ℓ,s.</summary>
    public TermSetting Term(int layer, int shard) => new(
        network.Layers[layer - 1],
        PenaltyOf(layer, shard),
        place.Sampler.LargestBatch(method.SamplesOf(shard)),
        !method.Inverts && (method.ParameterUpdate.NeedsLipschitz || method.GuardsParameters || method.SharesBounds),
        method.ActivationUpdate)
    {
        FeedsBelow = layer > LowestFree,
        SharesBounds = method.SharesBounds,
        AreParametersFree = !method.Inverts,
        Above = method.ActivationUpdate.Evaluates && layer < network.Depth ? (network.Layers[layer].Map, PenaltyOf(layer + 1, shard)) : null,
        Sign = method.PhaseOf(shard) == 0 ? 1 : -1,
        Device = place.Device,
        Guarded = method.GuardsActivations,
        Delay = method.Schedule.Delay,
    };

    /// <summary>Of a free Z_0,s.</summary>
    public InputSetting Input(int shard, InputPrior prior) => new(
        prior,
        network.Inputs,
        place.Sampler.LargestBatch(method.SamplesOf(shard)),
        method.ActivationUpdate)
    {
        Above = method.ActivationUpdate.Evaluates ? (network.Layers[0].Map, PenaltyOf(1, shard)) : null,
        Device = place.Device,
        Guarded = method.GuardsActivations,
        Delay = method.Schedule.Delay,
    };

    private LayerPenalty PenaltyOf(int layer, int shard)
    {
        var penalty = method.Formulation.PenaltyOf(layer, network, weights, method.PhaseOf(shard));
        return method.CodeSparsity == 0 || layer == network.Depth ? penalty : new SparsePenalty(penalty, method.CodeSparsity);
    }
}
