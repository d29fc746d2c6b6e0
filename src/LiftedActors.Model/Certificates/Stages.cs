using System.Collections.Immutable;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Networks.Architectures;

namespace LiftedActors.Model.Certificates;

/// <summary>The stages of a network that certificates know: dense layers, and residual blocks with V = Wᵀ.</summary>
public static class Stages
{
    /// <summary>Reads a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">One version of Θ per layer.</param>
    /// <param name="reason">Why there are no stages, as a clause; null where there are.</param>
    /// <returns>The stages from the input on; empty where a layer is of another kind.</returns>
    public static ImmutableArray<Stage> Of(Network network, IReadOnlyList<LayerParameters> parameters, out string? reason)
    {
        var stages = ImmutableArray.CreateBuilder<Stage>();
        reason = null;
        for (var l = 0; l < network.Depth; l++)
        {
            if (parameters[l] is Parameters)
            {
                stages.Add(DenseLayer.Of(network.Layers[l], parameters[l]));
                continue;
            }

            reason = l + 1 < network.Depth && Residual.BlockOf(network.Layers[l], network.Layers[l + 1]) is { } block
                ? Add(stages, block, parameters, l++)
                : $"layer {l + 1} is neither dense nor a residual block";
            if (reason is not null)
            {
                return [];
            }
        }

        return stages.ToImmutable();
    }

    private static string? Add(ImmutableArray<Stage>.Builder stages, ResidualBlock block, IReadOnlyList<LayerParameters> parameters, int layer)
    {
        if (!Residual.IsTied(parameters[layer], parameters[layer + 1]))
        {
            return $"the residual block of layers {layer + 1} and {layer + 2} has a V other than Wᵀ, so that it need not have an inverse";
        }

        if (!double.IsFinite(block.Activation.ActivationLipschitz))
        {
            return $"the activation {block.Activation} of layer {layer + 1} jumps";
        }

        var weights = Kernels.Matrix.Copy(Kernels.Matrix.Over(parameters[layer].Tensor(0).ToArray(), block.Hidden, block.Width));
        stages.Add(new PlusResidualBlock(new DenseLayer(weights, parameters[layer].Tensor(1), block.Activation)));
        return null;
    }
}
