using System.Collections.Immutable;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Networks.Structured;

namespace LiftedActors.Host.Formats.Onnx;

/// <summary>Writes a network as a graph of standard ONNX operators, in single precision.</summary>
/// <remarks>Vectors that stand one after the other, as the state of a residual network, stay values of their own, so that nothing is cut or joined in the graph.</remarks>
internal sealed class GraphWriting
{
    private const string Input = "input";
    private const string Output = "output";

    private readonly Network _network;
    private readonly IReadOnlyList<LayerParameters> _parameters;
    private readonly GraphNodes _nodes = new();
    private readonly GraphPart _input;

    private GraphWriting(Network network, IReadOnlyList<LayerParameters> parameters) =>
        (_network, _parameters, _input) = (network, parameters, new GraphPart(Input, ShapeOf(network)));

    /// <summary>Writes a network.</summary>
    /// <exception cref="DataFormatException">A map or an activation has no form in standard operators; the message names it with its layer.</exception>
    public static OnnxModel Model(Network network, IReadOnlyList<LayerParameters> parameters) => new(new GraphWriting(network, parameters).Write());

    private OnnxGraph Write()
    {
        ImmutableArray<GraphPart> state = [_input];
        for (var l = 0; l < _network.Depth; l++)
        {
            var map = new MapWriting(_nodes, l, _parameters[l], _input).Write(state);
            state = new ActivationWriting(_nodes, l).Write(_network.Layers[l].Activation, map);
        }

        if (state is not [var result])
        {
            throw new DataFormatException("The last layer of the network has an output of several parts, which one ONNX output is not: let it end with one map of them.");
        }

        _nodes.Add("Identity", [result.Value], Output);
        return new OnnxGraph("network", _nodes.Nodes, _nodes.Constants, [Declared(_input)], [Declared(result with { Value = Output })]);
    }

    private static OnnxValue Declared(GraphPart part) => new(part.Value, [null, .. part.Shape.Select(length => (long?)length)]);

    /// <summary>Planes where the first operation is one of planes, otherwise features.</summary>
    private static ImmutableArray<int> ShapeOf(Network network)
    {
        var first = network.Layers[0].Map is StructuredMap map ? Images(map.Expression).Select(image => image.Operation).ToArray() : [];
        var planes = first.OfType<ConvolutionOperation>().Select(operation => operation.Geometry.Input)
            .Concat(first.OfType<AdjointOperation>().Select(operation => operation.Of).OfType<ConvolutionOperation>().Select(operation => operation.Geometry.Output))
            .Concat(first.OfType<PoolingOperation>().Select(operation => operation.Geometry.Input))
            .Where(planes => planes.Length == network.Inputs)
            .ToArray();
        return planes.Length > 0 ? MapWriting.Shape(planes[0]) : [network.Inputs];
    }

    /// <summary>The operations on the input itself.</summary>
    private static IEnumerable<Image> Images(Expression expression) => expression switch
    {
        Image { Of: Below } image => [image],
        Image image => Images(image.Of),
        Combination combination => combination.Terms.SelectMany(term => Images(term.Of)),
        Concatenation concatenation => concatenation.Of.SelectMany(Images),
        Slice slice => Images(slice.Of),
        _ => [],
    };
}

/// <summary>A value of the graph that is a part of a vector.</summary>
/// <param name="Value">Its name in the graph.</param>
/// <param name="Shape">Its shape without the batch.</param>
internal sealed record GraphPart(string Value, ImmutableArray<int> Shape)
{
    /// <summary>Its features.</summary>
    public int Width => Shape.Aggregate(1, (product, length) => product * length);
}
