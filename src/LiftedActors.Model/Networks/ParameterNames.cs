using System.Collections.Immutable;
using LiftedActors.Model.Formats;

namespace LiftedActors.Model.Networks;

/// <summary>
/// The parameters of a network by names in a file of tensors: our own, <c>layers.0.weight</c>, or those of a PyTorch <c>Sequential</c>, <c>0.weight</c>, <c>2.weight</c>, …,
/// whose modules with parameters are the layers in order.
/// </summary>
/// <remarks>Nothing is guessed: other names need a map from ours to those of the file. Shapes are those of PyTorch: a dense weight is out × in.</remarks>
public static class ParameterNames
{
    /// <summary>Our name of a parameter.</summary>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="tensor">Its name in <see cref="LayerMap.Tensors"/>.</param>
    public static string Of(int layer, string tensor) => $"layers.{layer}.{tensor}";

    /// <summary>The parameters as tensors with our names.</summary>
    public static IReadOnlyList<Tensor> ToTensors(IReadOnlyList<LayerParameters> parameters) =>
    [
        .. parameters.SelectMany((layer, l) => layer.Map.Tensors.Select((tensor, i) => Tensor.Of(Of(l, tensor.Name), tensor.Shape, layer.Tensor(i)))),
    ];

    /// <summary>Takes the parameters of a network from tensors.</summary>
    /// <param name="file">The tensors.</param>
    /// <param name="network">The network.</param>
    /// <returns>Θ_1…Θ_L.</returns>
    /// <exception cref="DataFormatException">Names are neither ours nor those of a Sequential, or a tensor is missing, left over, no floating-point numbers, or of another shape.</exception>
    public static IReadOnlyList<LayerParameters> Read(TensorFile file, Network network) => All(network).All(file.Contains)
        ? Read(file, network, ImmutableDictionary<string, string>.Empty)
        : Filled(network, new SequentialNames(file, network).TensorOf);

    /// <summary>Takes the parameters of a network from tensors.</summary>
    /// <param name="file">The tensors.</param>
    /// <param name="network">The network.</param>
    /// <param name="names">The names of the file by ours; what is absent has our name in the file, too.</param>
    /// <returns>Θ_1…Θ_L.</returns>
    /// <exception cref="DataFormatException">The map names no parameter, or a tensor is missing, no floating-point number or of another shape.</exception>
    public static IReadOnlyList<LayerParameters> Read(TensorFile file, Network network, IReadOnlyDictionary<string, string> names)
    {
        var known = All(network).ToHashSet(StringComparer.Ordinal);
        return names.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown
            ? throw new DataFormatException($"The map of names has '{unknown}', but the parameters of the network are {string.Join(", ", known)}.")
            : Filled(network, (layer, tensor) => Of(layer, tensor.Name) is var own && names.TryGetValue(own, out var theirs) ? file[theirs] : file[own]);
    }

    /// <summary>Refuses parameters that are no numbers, which no network can be evaluated with.</summary>
    /// <exception cref="DataFormatException">There are some; the message names the first tensor and how many.</exception>
    public static void RefuseNotFinite(IReadOnlyList<LayerParameters> parameters)
    {
        for (var l = 0; l < parameters.Count; l++)
        {
            for (var i = 0; i < parameters[l].Map.Tensors.Length; i++)
            {
                var values = parameters[l].Tensor(i);
                var faults = 0;
                foreach (var value in values)
                {
                    faults += Real.IsFinite(value) ? 0 : 1;
                }

                if (faults > 0)
                {
                    throw new DataFormatException(
                        $"{Of(l, parameters[l].Map.Tensors[i].Name)} has {faults} of {values.Length} values that are NaN or infinite: the training diverged or the file is damaged, take other weights.");
                }
            }
        }
    }

    private static IEnumerable<string> All(Network network) => network.Layers.SelectMany((layer, l) => layer.Map.Tensors.Select(tensor => Of(l, tensor.Name)));

    private static IReadOnlyList<LayerParameters> Filled(Network network, Func<int, ParameterTensor, Tensor?> tensorOf) =>
    [
        .. network.Layers.Select((layer, l) =>
        {
            var parameters = layer.Map.CreateParameters();
            for (var i = 0; i < layer.Map.Tensors.Length; i++)
            {
                if (tensorOf(l, layer.Map.Tensors[i]) is { } tensor)
                {
                    Copy(tensor, (l, layer.Map.Tensors[i]), parameters.Tensor(i));
                }
            }

            parameters.Pack();
            return parameters;
        }),
    ];

    private static void Copy(Tensor tensor, (int Layer, ParameterTensor Tensor) parameter, Span<Real> target)
    {
        var shape = parameter.Tensor.Shape;
        if (!tensor.Shape.SequenceEqual(shape))
        {
            throw new DataFormatException(
                $"The tensor '{tensor.Name}' is [{string.Join(", ", tensor.Shape)}] where {Of(parameter.Layer, parameter.Tensor.Name)} of the network is [{string.Join(", ", shape)}]: it is of another network.");
        }

        if (tensor.Type is not (TensorType.F16 or TensorType.BF16 or TensorType.F32 or TensorType.F64))
        {
            throw new DataFormatException($"The tensor '{tensor.Name}' is of type {tensor.Type}, but parameters are floating-point numbers: convert it.");
        }

        tensor.CopyTo(target);
    }
}
