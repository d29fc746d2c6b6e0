using System.Collections.Immutable;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Networks;

namespace LiftedActors.Host.Formats.Onnx;

/// <summary>Reads the graph of an ONNX model as a network: a chain of maps, affine in the vector below, and of activations with convex potentials.</summary>
/// <remarks>Nothing is guessed: an operator, attribute or shape that is not known is refused, and named with its node.</remarks>
internal sealed class GraphReading
{
    private const int LowestOpset = 7;

    private readonly long _opset;
    private readonly OnnxGraph _graph;
    private readonly GraphConstants _constants;
    private readonly ImmutableArray<OnnxNode> _nodes;
    private readonly Dictionary<string, int> _reads = new(StringComparer.Ordinal);
    private readonly LayerChain _chain;
    private readonly LinearOperators _operators;
    private readonly ImmutableArray<int> _input;

    private GraphReading(OnnxModel model)
    {
        (_graph, _opset) = (model.Graph, model.Opset);
        if (_opset < LowestOpset)
        {
            throw new DataFormatException($"The ONNX model is of operator set {_opset}, but {LowestOpset} is the oldest that is read: export it with opset_version=13.");
        }

        if (_graph.Inputs.Length != 1 || _graph.Outputs.Length != 1)
        {
            throw new DataFormatException(
                $"The ONNX model has the inputs {string.Join(", ", _graph.Inputs)} and the outputs {string.Join(", ", _graph.Outputs)}, but a network here has one of each: export the part that has.");
        }

        _constants = new GraphConstants(_graph);
        _nodes = Reachable(SoftThresholdPattern.Replaced(_graph, _constants));
        (var batch, _input) = InputOf(_graph.Inputs[0]);
        _chain = new LayerChain(_graph.Inputs[0].Name, _input);
        _operators = new LinearOperators(_chain, _constants, batch);
    }

    private string Output => _graph.Outputs[0].Name;

    /// <summary>Reads the network of a model.</summary>
    /// <exception cref="DataFormatException">The graph is not of the subset that is read.</exception>
    public static ImportedNetwork Network(OnnxModel model) => new GraphReading(model).Read();

    private static (long? Batch, ImmutableArray<int> Shape) InputOf(OnnxValue input)
    {
        if (input.Shape.Length < 2 || input.Shape.Skip(1).Any(length => length is not (> 0 and <= int.MaxValue))
            || input.Shape.Skip(1).Aggregate((Int128)1, (product, length) => product > Array.MaxLength ? product : product * length!.Value) > Array.MaxLength)
        {
            throw new DataFormatException($"The ONNX model takes {input}, but a batch and the fixed lengths of one sample are needed: export it with an example of the right shape, and at most the batch open.");
        }

        return (input.Shape[0], [.. input.Shape.Skip(1).Select(length => (int)length!.Value)]);
    }

    private ImportedNetwork Read()
    {
        // Before all else, as such an activation may begin with an operator that says less than its name.
        if (_nodes.Select(node => ActivationOperators.Refusal(node, MakerOf)).FirstOrDefault(reason => reason is not null) is { } refusal)
        {
            throw new DataFormatException(refusal);
        }

        foreach (var node in _nodes)
        {
            Read(node);
        }

        if (!_chain.Has(Output))
        {
            throw new DataFormatException($"The output '{Output}' of the ONNX model does not depend on its input: check which file this is.");
        }

        var shape = _chain[Output].Shape;
        RefuseOtherShape(shape);
        _chain.End(Output);
        ParameterNames.RefuseNotFinite(_chain.Parameters);
        return _chain.Layers.Count > 0
            ? new ImportedNetwork(new Network([.. _chain.Layers]), _chain.Parameters, _input, shape)
            : throw new DataFormatException("The ONNX model has no layer: its output is its input.");
    }

    private void Read(OnnxNode node)
    {
        if (node.Outputs.Length == 1 && _constants.Find(node.Outputs[0]) is not null)
        {
            return;
        }

        if (node.Outputs.Length != 1 || node.Domain is not ("" or "ai.onnx"))
        {
            throw Unknown(node);
        }

        RefuseUnknownInputs(node);
        if (ActivationOperators.Find(node, _constants, _opset) is { } activation)
        {
            var x = _chain[node.Inputs[0]];
            if (x.Border.Pixels > 0 || (activation is Model.Potentials.Softmax && x.Shape.Length != 1))
            {
                throw new DataFormatException($"{node.Title} reads a value of shape {x.Title}{(x.Border.Pixels > 0 ? " with a border" : string.Empty)}, which is not read here: flatten it before.");
            }

            // A value that nobody reads later must not be carried along.
            Release(node);
            _chain.Activate(x, activation, node.Outputs[0]);
            return;
        }

        var result = _operators.Find(node) ?? throw Unknown(node);
        Release(node);
        _chain[node.Outputs[0]] = result;
    }

    private void Release(OnnxNode node)
    {
        foreach (var input in node.Inputs)
        {
            if (--_reads[input] == 0)
            {
                _chain.Drop(input);
            }
        }
    }

    private OnnxNode? MakerOf(string value) => _nodes.FirstOrDefault(node => node.Outputs.Contains(value));

    private void RefuseUnknownInputs(OnnxNode node)
    {
        if (node.Inputs.FirstOrDefault(input => input.Length > 0 && !_chain.Has(input) && _constants.Find(input) is null) is { } unknown)
        {
            throw new DataFormatException($"{node.Title} reads '{unknown}', which no node before it makes: the file is damaged, export it again.");
        }

        if (!node.Inputs.Any(_chain.Has))
        {
            throw new DataFormatException($"{node.Title} computes with constants alone: export the model with constant folding, do_constant_folding=True.");
        }
    }

    private void RefuseOtherShape(ImmutableArray<int> shape)
    {
        var declared = _graph.Outputs[0].Shape;
        if (declared.Length > 0 && (declared.Length != shape.Length + 1 || declared.Skip(1).Zip(shape).Any(pair => pair.First is { } length && length != pair.Second)))
        {
            throw new DataFormatException($"The ONNX model declares the output {_graph.Outputs[0]}, but its nodes make [N, {string.Join(", ", shape)}]: the file is damaged, export it again.");
        }
    }

    /// <summary>The nodes that the output depends on, and how often each value is read.</summary>
    private ImmutableArray<OnnxNode> Reachable(ImmutableArray<OnnxNode> nodes)
    {
        _reads[Output] = 1;
        var reachable = new Stack<OnnxNode>();
        foreach (var node in nodes.Reverse())
        {
            if (node.Outputs.Any(_reads.ContainsKey))
            {
                reachable.Push(node);
                foreach (var input in node.Inputs)
                {
                    _reads[input] = _reads.GetValueOrDefault(input) + 1;
                }
            }
        }

        return [.. reachable];
    }

    private static DataFormatException Unknown(OnnxNode node) => new(
        $"{node.Title} is of an operator that is not read{Mend(node.Operator)}; read are {string.Join(", ", LinearOperators.Words.Concat(ActivationOperators.Words))} and soft-thresholds of standard operators.");

    private static string Mend(string operation) => operation switch
    {
        "Shape" or "Gather" or "Concat" or "Unsqueeze" or "ConstantOfShape" or "Cast" or "Slice" => ": it computes a shape; use Flatten in the network, or export it with a fixed batch",
        "BatchNormalization" or "Dropout" => ": export the network in its evaluation mode, model.eval(), which folds or removes it",
        "MaxPool" or "GlobalMaxPool" => ": a maximum over pixels is neither linear nor a proximal map; average pooling is linear",
        _ => string.Empty,
    };
}
