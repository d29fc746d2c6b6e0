using System.Collections.Immutable;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Networks.Structured;

namespace LiftedActors.Host.Formats.Onnx;

/// <summary>Writes the map of one layer.</summary>
/// <param name="nodes">The graph.</param>
/// <param name="layer">The layer, from 0.</param>
/// <param name="parameters">Its parameters.</param>
/// <param name="input">The input of the network.</param>
internal sealed class MapWriting(GraphNodes nodes, int layer, LayerParameters parameters, GraphPart input)
{
    private readonly Dictionary<Expression, ImmutableArray<GraphPart>> _written = new(ReferenceEqualityComparer.Instance);
    private ImmutableArray<GraphPart> _below;
    private int _shifts;

    /// <summary>Writes the map on the activations below.</summary>
    public ImmutableArray<GraphPart> Write(ImmutableArray<GraphPart> below)
    {
        _below = below;
        return parameters.Map switch
        {
            Affine affine => [Dense(Flat(Single(below)), 0, Tensor(1), affine.Outputs)],
            StructuredMap map => Of(map.Expression),
            _ => throw Refused(parameters.Map.GetType().Name),
        };
    }

    /// <summary>The shape of planes.</summary>
    public static ImmutableArray<int> Shape(PlanesShape planes) => [planes.Channels, planes.Height, planes.Width];

    private ImmutableArray<GraphPart> Of(Expression expression)
    {
        if (!_written.TryGetValue(expression, out var parts))
        {
            _written[expression] = parts = expression switch
            {
                Below => _below,
                NetworkInput => [input],
                Concatenation whole => [.. whole.Of.SelectMany(part => Of(part))],
                Slice slice => Cut(slice),
                Combination sum => Sum(sum),
                Image image => [Linear(image, null)],
                _ => throw Refused("a constant vector"),
            };
        }

        return parts;
    }

    private ImmutableArray<GraphPart> Cut(Slice slice)
    {
        var (parts, offset) = (ImmutableArray.CreateBuilder<GraphPart>(), 0);
        foreach (var part in Of(slice.Of))
        {
            if (offset >= slice.Offset && offset + part.Width <= slice.Offset + slice.Length)
            {
                parts.Add(part);
            }

            offset += part.Width;
        }

        return parts.Sum(part => part.Width) == slice.Length ? parts.ToImmutable() : throw Refused("a part of a vector that is one value");
    }

    private ImmutableArray<GraphPart> Sum(Combination sum)
    {
        var biases = sum.Terms.Where(term => term.Of is Bias).Select(term => (term.Weight, Bias: (Bias)term.Of)).ToList();
        var others = sum.Terms.Where(term => term.Of is not Bias).ToArray();
        if (others.Length == 0)
        {
            throw Refused("a constant vector");
        }

        // The usual layer, a linear operation and its bias, is one node.
        var isLayer = others is [(1, Image { Operation.Tensor: not null })] && biases is [(1, _)];
        var isFused = isLayer && biases[0].Bias.Channels * (long)biases[0].Bias.Positions == others[0].Of.Width && HasChannels((Image)others[0].Of, biases[0].Bias.Channels);
        var parts = isFused ? [Linear((Image)others[0].Of, biases[0].Bias)] : Scaled(others[0].Weight, Of(others[0].Of));
        foreach (var (weight, term) in others.Skip(1))
        {
            var more = weight is 1 or -1 ? Of(term) : Scaled(weight, Of(term));
            parts = [.. parts.Zip(parts.Length == more.Length ? more : throw Refused("a sum of vectors with different parts"), (one, two) => Joined(weight == -1 ? "Sub" : "Add", one, two))];
        }

        return isFused ? parts : biases.Aggregate(parts, (before, bias) => [Shifted(Single(before), bias.Weight, bias.Bias)]);
    }

    private GraphPart Joined(string operation, GraphPart one, GraphPart two) => one.Width == two.Width
        ? one with { Value = nodes.Add(operation, [one.Value, Reshaped(two, one.Shape).Value]) }
        : throw Refused("a sum of vectors with different parts");

    private ImmutableArray<GraphPart> Scaled(double weight, ImmutableArray<GraphPart> parts) =>
        weight == 1 ? parts : [.. parts.Select(part => part with { Value = nodes.Add("Mul", [part.Value, nodes.Number(weight)]) })];

    private GraphPart Shifted(GraphPart part, double weight, Bias bias)
    {
        Real[] values = [.. parameters.Tensor(bias.Tensor).ToArray().Select(value => (Real)(weight * value))];
        var isPerChannel = bias.Channels > 1 && bias.Positions > 1;
        var target = !isPerChannel ? Flat(part)
            : part.Shape.Length == 3 && part.Shape[0] == bias.Channels ? part
            : Reshaped(part, [bias.Channels, bias.Positions, 1]);
        var name = nodes.Constant($"{Name(bias.Tensor)}.{_shifts++}", isPerChannel ? [bias.Channels, 1, 1] : [bias.Channels], values);
        return target with { Value = nodes.Add("Add", [target.Value, name]) };
    }

    private static bool HasChannels(Image image, int channels) => image.Operation switch
    {
        DenseOperation dense => dense.Outputs == channels,
        ConvolutionOperation convolution => convolution.Geometry.Filters == channels,
        AdjointOperation { Of: DenseOperation dense } => dense.Inputs == channels,
        AdjointOperation { Of: ConvolutionOperation convolution } => convolution.Geometry.Input.Channels == channels,
        _ => false,
    };

    private GraphPart Linear(Image image, Bias? bias)
    {
        var v = Single(Of(image.Of));
        var shift = bias is null ? null : Tensor(bias.Tensor);
        return image.Operation switch
        {
            DenseOperation dense => Dense(Flat(v), dense.Weights, shift, dense.Outputs),
            AdjointOperation { Of: DenseOperation dense } => new GraphPart(
                shift is null ? nodes.Add("MatMul", [Flat(v).Value, Tensor(dense.Weights)]) : nodes.Add("Gemm", [Flat(v).Value, Tensor(dense.Weights), shift]), [dense.Inputs]),
            ConvolutionOperation convolution => Convolution(v, convolution, shift),
            AdjointOperation { Of: ConvolutionOperation convolution } => Transposed(v, convolution, shift),
            PoolingOperation pooling => Mean(v, pooling.Geometry),
            KnownOperation known => throw Refused($"the known operator {known.Operator}"),
            _ => throw Refused($"the operation {image.Operation}"),
        };
    }

    /// <summary>A Gemm has a bias in this set of operators.</summary>
    private GraphPart Dense(GraphPart v, int weights, string? bias, int outputs) => new(
        bias is null ? nodes.Add("MatMul", [v.Value, Transposed(weights, v.Width)]) : nodes.Add("Gemm", [v.Value, Tensor(weights), bias], ("transB", 1L)), [outputs]);

    private string Transposed(int weights, int columns)
    {
        var matrix = parameters.Tensor(weights);
        var (rows, transposed) = (matrix.Length / columns, new Real[matrix.Length]);
        for (var i = 0; i < matrix.Length; i++)
        {
            transposed[(i % columns * rows) + (i / columns)] = matrix[i];
        }

        return nodes.Constant($"{Name(weights)}.transposed", [columns, rows], transposed);
    }

    private GraphPart Convolution(GraphPart v, ConvolutionOperation operation, string? bias)
    {
        var geometry = operation.Geometry;
        var (planes, padding) = (Reshaped(v, Shape(geometry.Input)).Value, geometry.Window.Padding);
        if (padding > 0 && geometry.Window.Mode == PaddingMode.Reflect)
        {
            planes = nodes.Add("Pad", [planes], ("mode", "reflect"), ("pads", ImmutableArray.Create<long>(0, 0, padding, padding, 0, 0, padding, padding)));
            padding = 0;
        }

        return new GraphPart(
            nodes.Add("Conv", [planes, Tensor(operation.Filters), .. Optional(bias)], [.. Window(geometry.Window, padding)]), Shape(geometry.Output));
    }

    private GraphPart Transposed(GraphPart v, ConvolutionOperation operation, string? bias)
    {
        var (geometry, window) = (operation.Geometry, operation.Geometry.Window);
        if (window.Padding > 0 && window.Mode != PaddingMode.Zero)
        {
            throw Refused("the adjoint of a convolution with reflected borders");
        }

        long More(int grown, int planes, int kernel) => grown + (2L * window.Padding) - kernel - ((long)window.Stride * (planes - 1));
        ImmutableArray<long> more = [More(geometry.Input.Height, geometry.Output.Height, window.Height), More(geometry.Input.Width, geometry.Output.Width, window.Width)];
        return new GraphPart(
            nodes.Add(
                "ConvTranspose",
                [Reshaped(v, Shape(geometry.Output)).Value, Tensor(operation.Filters), .. Optional(bias)],
                [.. Window(window, window.Padding), ("output_padding", more)]),
            Shape(geometry.Input));
    }

    private GraphPart Mean(GraphPart v, PoolingGeometry geometry)
    {
        ImmutableArray<long> square = [geometry.Side, geometry.Side];
        return new GraphPart(nodes.Add("AveragePool", [Reshaped(v, Shape(geometry.Input)).Value], ("kernel_shape", square), ("strides", square)), Shape(geometry.Output));
    }

    private static (string, object)[] Window(ConvolutionWindow window, int padding) =>
    [
        ("kernel_shape", ImmutableArray.Create<long>(window.Height, window.Width)),
        ("strides", ImmutableArray.Create<long>(window.Stride, window.Stride)),
        ("pads", ImmutableArray.Create<long>(padding, padding, padding, padding)),
    ];

    private static ImmutableArray<string> Optional(string? value) => value is null ? [] : [value];

    private GraphPart Flat(GraphPart part) => Reshaped(part, [part.Width]);

    private GraphPart Reshaped(GraphPart part, ImmutableArray<int> shape) => shape.SequenceEqual(part.Shape) ? part : new GraphPart(
        shape.Length == 1 ? nodes.Add("Flatten", [part.Value], ("axis", 1L)) : nodes.Add("Reshape", [part.Value, nodes.Wholes([-1, .. shape.Select(length => (long)length)])]), shape);

    private GraphPart Single(ImmutableArray<GraphPart> parts) => parts is [var part] ? part : throw Refused("an operation on a vector of several parts");

    private string Tensor(int place) => nodes.Constant(Name(place), parameters.Map.Tensors[place].Shape, parameters.Tensor(place));

    private string Name(int place) => ParameterNames.Of(layer, parameters.Map.Tensors[place].Name);

    private DataFormatException Refused(string what) => new($"Layer {layer + 1} of the network has {what}, which standard ONNX operators do not express here: write its weights as safetensors or npz.");
}
