using LiftedActors.Model.Blocks;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;

namespace LiftedActors.Model.Solving;

/// <summary>The memory of a lifted problem before it is made, from what its blocks will be told.</summary>
/// <param name="network">The network.</param>
/// <param name="method">The method.</param>
/// <param name="samples">The samples of the problem.</param>
/// <param name="prior">αJ of the input where the method inverts.</param>
public sealed class LiftedFootprint(Network network, LiftedMethod method, int samples, InputPrior? prior = null)
{
    /// <summary>What a grant takes with its reads, its place in programs and its readers; from above.</summary>
    private const int BytesPerGrant = 2048;

    private readonly BatchSampler _sampler = new(samples, method.Shards, method.Outer.BatchSize(samples), 0);

    private BlockSettings Settings => new(network, method, PenaltyWeights.Of(method.Formulation, network), (_sampler, ComputeDevice.Host));

    /// <summary>The arrays of the blocks; a sequential solver adds nothing but the workspace of its thread.</summary>
    public Footprint Blocks
    {
        get
        {
            var footprint = Parameters(ParameterBlock.Footprint);
            for (var shard = 0; shard < method.BlockShards; shard++)
            {
                footprint = footprint
                    + (prior is null ? PinnedInput.Footprint(method.SamplesOf(shard), network.Inputs, _sampler) : InputBlock.Footprint(Settings.Input(shard, prior)))
                    + Activations(shard, AuxiliaryBlock.Footprint)
                    + PinnedTarget.Footprint(method.SamplesOf(shard), Settings.Term(network.Depth, shard), _sampler);
            }

            return footprint;
        }
    }

    /// <summary>The states of all blocks, as a checkpoint holds them.</summary>
    public Footprint Checkpoint => Enumerable.Range(0, method.BlockShards).Aggregate(
        Parameters(ParameterBlock.SavedFootprint), (sum, shard) => sum + Activations(shard, AuxiliaryBlock.SavedFootprint)
            + (prior is null ? Footprint.Nothing : InputBlock.SavedFootprint(Settings.Input(shard, prior))));

    /// <summary>Everything that is no array of numbers, from above.</summary>
    public Footprint Structure
    {
        get
        {
            var (first, later) = LiftedObjective.PlansOf(network, method);
            return Footprint.Of(Footprint.Structure, BytesPerGrant * (long)(first.Grants.Length + (later == first ? 0 : later.Grants.Length)));
        }
    }

    /// <summary>The workspace of a thread that carries out grants.</summary>
    public Footprint Thread => ThreadOf(network, Enumerable.Range(0, method.Shards).Max(_sampler.LargestBatch));

    /// <summary>The workspace of a thread that multiplies batches through a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="batch">The most samples at once.</param>
    public static Footprint ThreadOf(Network network, int batch) => MatrixProduct.WorkspaceFootprint(batch, network.Layers.Max(layer => layer.Map.Inputs));

    private Footprint Parameters(Func<ParameterSetting, Footprint> one) =>
        Enumerable.Range(1, network.Depth).Aggregate(Footprint.Nothing, (sum, layer) => sum + one(Settings.Parameters(layer)));

    private Footprint Activations(int shard, Func<TermSetting, Footprint> one) =>
        Enumerable.Range(1, network.Depth - 1).Aggregate(Footprint.Nothing, (sum, layer) => sum + one(Settings.Term(layer, shard)));
}
