using System.Collections.Immutable;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;

namespace LiftedActors.Model.Solving;

/// <summary>
/// How far the lifted output may be from that of the network: with d_ℓ = |z_ℓ − σ_ℓ(x_ℓ)| as the root mean square over the samples,
/// |net(x) − σ_L(x_L)| ≤ Σ_{ℓ&lt;L} d_ℓ Π_{k&gt;ℓ} Lip(σ_k)|A_k|.
/// </summary>
/// <remarks>
/// d_ℓ ≤ √(2B_ℓ), and equal for MAC. The bound is certified up to the rounding of the activations, and coarse, as |A_k| is bounded by norms that are cheap; the estimate takes |A_k|
/// from power iterations. Source: docs/mathematics.md §2.4.
/// </remarks>
/// <param name="Bound">The certified bound; ∞ where a layer has none.</param>
/// <param name="Estimate">The same with estimated norms.</param>
/// <param name="Distances">d_1…d_{L−1}.</param>
/// <param name="Penalties">The mean C_1…C_{L−1}, without weights.</param>
public sealed record LiftingGap(double Bound, double Estimate, ImmutableArray<double> Distances, ImmutableArray<double> Penalties)
{
    /// <summary>As many samples of a shard as tell how a run goes.</summary>
    public const int FewSamples = 128;

    /// <summary>The gap over the batch that the blocks hold at a quiet point; of two phases, that of the clamped one.</summary>
    /// <param name="objective">The lifted problem.</param>
    /// <param name="samples">The most samples to take of a shard: the first of its batch.</param>
    public static LiftingGap Of(LiftedObjective objective, int samples = int.MaxValue)
    {
        var parameters = objective.CurrentParameters;
        var network = objective.Problem.Network;
        var layers = Enumerable.Range(1, network.Depth - 1).Select(layer => Sums(objective, layer, parameters[layer - 1], samples)).ToArray();
        var distances = layers.Select(sum => Math.Sqrt(sum.Squared)).ToImmutableArray();
        var (bound, estimate) = (0.0, 0.0);
        foreach (var (layer, l) in network.Layers.Select((layer, l) => (layer, l)))
        {
            var norms = ComputeDevice.Host.CreateWeightBounds(layer.Map);
            var own = l < distances.Length ? distances[l] : 0;
            bound = Carried(bound, norms.Certified(parameters[l])) + own;
            estimate = Carried(estimate, norms.Estimate(parameters[l])) + own;

            double Carried(double gap, double squaredNorm) => gap == 0 ? 0 : layer.Activation.ActivationLipschitz * Math.Sqrt(squaredNorm) * gap;
        }

        return new LiftingGap(bound, estimate, distances, [.. layers.Select(sum => sum.Penalty)]);
    }

    /// <summary>The means of |z_ℓ − σ(x_ℓ)|² and of C_ℓ, over all shards.</summary>
    private static (double Squared, double Penalty) Sums(LiftedObjective objective, int layer, LayerParameters parameters, int most)
    {
        var penalty = objective.Method.Formulation.PenaltyOf(layer, objective.Problem.Network, objective.Weights);
        var (squared, total, samples) = (0.0, 0.0, 0);
        for (var shard = 0; shard < objective.Sampler.Shards; shard++)
        {
            var (data, z) = (Activations(objective, 0, shard, most), Activations(objective, layer, shard, most));
            var (x, error) = (new Matrix(z.Rows, z.Columns), new Matrix(z.Rows, z.Columns));
            var map = objective.Problem.Network.Layers[layer - 1].Map;
            ComputeDevice.Host.CreateOperator(map, z.Rows).Apply(new LayerInput(Activations(objective, layer - 1, shard, most), data), parameters, x);
            total += penalty.Error(x, z, error) / penalty.Weight;
            penalty.Activation.Activate(x, x);
            squared += VectorKernels.SquaredDistance(x.Values, z.Values);
            samples += z.Rows;
        }

        return (squared / samples, total / samples);
    }

    /// <summary>What a block of activations holds, on the host.</summary>
    internal static Matrix Activations(LiftedObjective objective, int layer, int shard, int most)
    {
        var block = objective[BlockId.Activations(layer, shard)];
        var values = block is PinnedInput input ? input.Batch : ((ActivationValue)block.Standing!.Value.Value).Values;
        var host = values as Matrix ?? Matrix.Over(objective.Device.Download(values), values.Rows, values.Columns);
        return host.Rows <= most ? host : Matrix.Copy(new RowRange(host, 0, most));
    }
}
