using System.Collections.Immutable;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Networks;

/// <summary>One layer z = σ(f(z′, Θ)).</summary>
/// <param name="Map">The layer map f.</param>
/// <param name="Activation">The potential whose prox is σ.</param>
public sealed record Layer(LayerMap Map, ConvexPotential Activation)
{
    /// <summary>Whether σ is the identity, so that the layer is a linear constraint z = f(z′, Θ).</summary>
    public bool IsConstraint => Activation is Separable<Identity>;
}

/// <summary>A chain of layers, z_ℓ = σ_ℓ(f_ℓ(z_{ℓ−1}, Θ_ℓ)) for ℓ = 1…L. A perceptron has affine maps.</summary>
public sealed record Network
{
    /// <summary>The most parameters of a layer: as many as fit into one tensor of a file.</summary>
    private static readonly int LargestLayer = Array.MaxLength / sizeof(Real);

    /// <summary>Creates the network from its layers.</summary>
    /// <exception cref="ArgumentException">There is no layer, the widths do not fit, or a layer is too large to be stored.</exception>
    public Network(ImmutableArray<Layer> layers)
    {
        if (layers.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A network needs at least one layer.", nameof(layers));
        }

        for (var i = 0; i < layers.Length; i++)
        {
            var map = layers[i].Map;
            if (map.ParameterCount > LargestLayer)
            {
                throw new ArgumentException(
                    $"Layer {i + 1}, from {map.Inputs} to {map.Outputs} features, has {map.ParameterCount} parameters, more than the {LargestLayer} that can be stored; make it narrower.",
                    nameof(layers));
            }

            if (i > 0 && map.Inputs != layers[i - 1].Map.Outputs)
            {
                throw new ArgumentException(
                    $"Layer {i + 1} takes {map.Inputs} features, but layer {i} gives {layers[i - 1].Map.Outputs}.", nameof(layers));
            }
        }

        Layers = layers;
    }

    /// <summary>The layers, ℓ = 1…L.</summary>
    public ImmutableArray<Layer> Layers { get; }

    /// <summary>The layers whose maps read the input of the network beside the activations below.</summary>
    public ImmutableHashSet<int> DataLayers => [.. Enumerable.Range(1, Depth).Where(layer => Layers[layer - 1].Map.ReadsData)];

    /// <summary>Why no gradient step can be taken through the network; null where it can.</summary>
    public string? Refusal => Layers.Select(layer => layer.Activation.NotForGradientSteps).FirstOrDefault(reason => reason is not null);

    /// <summary>The number of layers L.</summary>
    public int Depth => Layers.Length;

    /// <summary>Features of the input.</summary>
    public int Inputs => Layers[0].Map.Inputs;

    /// <summary>Features of the output.</summary>
    public int Outputs => Layers[^1].Map.Outputs;

    /// <summary>The number of weights and biases.</summary>
    public long ParameterCount => Layers.Sum(layer => layer.Map.ParameterCount);

    /// <summary>A perceptron with the given widths, one activation in the hidden layers and another one at the output.</summary>
    /// <param name="widths">n₀, n₁, …, n_L; at least two, all positive.</param>
    /// <param name="hidden">The activation of layers 1…L−1.</param>
    /// <param name="output">The activation of layer L.</param>
    /// <exception cref="ArgumentException">Fewer than two widths, one that is not positive, or a layer that is too large to be stored.</exception>
    public static Network Perceptron(IReadOnlyList<int> widths, ConvexPotential hidden, ConvexPotential output)
    {
        if (widths.Count < 2 || widths.Any(width => width <= 0))
        {
            throw new ArgumentException($"A perceptron needs at least two positive widths, not [{string.Join(", ", widths)}].", nameof(widths));
        }

        var layers = Enumerable.Range(1, widths.Count - 1)
            .Select(l => new Layer(new Affine(widths[l - 1], widths[l]), l == widths.Count - 1 ? output : hidden));
        return new Network([.. layers]);
    }

    /// <summary>The nested forward pass.</summary>
    /// <param name="input">samples × n₀.</param>
    /// <param name="parameters">One version of Θ per layer.</param>
    /// <returns>samples × n_L.</returns>
    public Matrix Predict(Matrix input, IReadOnlyList<LayerParameters> parameters) => new ForwardPass(this, input.Rows).Predict(input, parameters);
}
