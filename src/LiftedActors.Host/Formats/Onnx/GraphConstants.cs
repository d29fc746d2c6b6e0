using LiftedActors.Model.Formats;

namespace LiftedActors.Host.Formats.Onnx;

/// <summary>The values of a graph that do not depend on its input.</summary>
internal sealed class GraphConstants
{
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    /// <summary>Takes the initialisers, the nodes that are constants, and copies of both.</summary>
    /// <exception cref="DataFormatException">A constant is of a kind that is not read.</exception>
    public GraphConstants(OnnxGraph graph)
    {
        foreach (var tensor in graph.Initialisers)
        {
            _tensors[tensor.Name] = tensor;
        }

        foreach (var node in graph.Nodes)
        {
            if (node is { Operator: "Constant", Outputs: [var output, ..] })
            {
                _tensors[output] = ValueOf(node);
            }
            else if (node is { Operator: "Identity", Inputs: [var input], Outputs: [var copy] } && _tensors.TryGetValue(input, out var tensor))
            {
                _tensors[copy] = tensor;
            }
        }
    }

    /// <summary>A constant; null where the name is of another value.</summary>
    public Tensor? Find(string name) => _tensors.GetValueOrDefault(name);

    /// <summary>A single number; null where the value is none.</summary>
    public double? Scalar(string name) => Find(name) is { Count: 1 } tensor ? tensor[0] : null;

    private static Tensor ValueOf(OnnxNode node)
    {
        node.Allow("value", "value_float", "value_int");
        return node.Attributes.Values.FirstOrDefault() switch
        {
            Tensor tensor => tensor,
            float number => Tensor.Of(string.Empty, [], new[] { number }),
            long number => new Tensor(string.Empty, TensorType.I64, [], BitConverter.GetBytes(number)),
            _ => throw new DataFormatException($"{node.Title} holds a value of a kind that is not read: export the model with plain tensors."),
        };
    }
}
