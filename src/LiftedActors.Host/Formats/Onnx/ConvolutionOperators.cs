using System.Collections.Immutable;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Networks.Structured;

namespace LiftedActors.Host.Formats.Onnx;

/// <summary>The operators of ONNX on planes: convolutions, their adjoints, means over squares, and borders.</summary>
internal sealed class ConvolutionOperators(LayerChain chain, GraphConstants constants)
{
    private const int Planes = 3;

    /// <summary>What a node makes; null where its operator is none of these.</summary>
    public GraphValue? Find(OnnxNode node) => node.Operator switch
    {
        "Conv" => Convolution(node),
        "ConvTranspose" => Transposed(node),
        "AveragePool" => Mean(node),
        "Pad" => Bordered(node),
        _ => null,
    };

    private GraphValue Convolution(OnnxNode node)
    {
        node.Allow("auto_pad", "dilations", "group", "kernel_shape", "pads", "strides");
        var weights = Weights(node);
        var value = ValueOf(node, weights.Shape[1]);
        var (pixels, mode) = value.Border;
        var own = Padding(node);
        if (pixels > 0 && own > 0 && mode != PaddingMode.Zero)
        {
            throw new DataFormatException($"{node.Title} adds a padding of {own} to a border of another kind: export it with one of the two.");
        }

        var window = new ConvolutionWindow(weights.Shape[2], weights.Shape[3]) { Stride = Stride(node), Padding = pixels + own, Mode = pixels > 0 ? mode : PaddingMode.Zero };
        var geometry = new ConvolutionGeometry(PlanesOf(value), weights.Shape[0], window);
        var operation = new ConvolutionOperation(chain.Add("weight", weights, geometry.Patch), geometry);
        return WithBias(node, new GraphValue(operation.On(value.Of), Shape(geometry.Output), true));
    }

    /// <summary>The adjoint of the convolution that leads from the larger planes back.</summary>
    private GraphValue Transposed(OnnxNode node)
    {
        node.Allow("auto_pad", "dilations", "group", "kernel_shape", "pads", "strides", "output_padding");
        var weights = Weights(node);
        var value = LinearOperators.Borderless(node, ValueOf(node, weights.Shape[0]));
        var (planes, stride, padding) = (PlanesOf(value), Stride(node), Padding(node));
        var more = node.Wholes("output_padding", 0, 0);
        if (more.Length != 2 || more.Any(pixels => pixels < 0 || pixels >= stride))
        {
            throw new DataFormatException($"{node.Title} has the output_padding [{string.Join(", ", more)}], which must be two numbers below the stride {stride}.");
        }

        var grown = new PlanesShape(
            weights.Shape[1],
            checked((stride * (planes.Height - 1)) + weights.Shape[2] - (2 * padding) + (int)more[0]),
            checked((stride * (planes.Width - 1)) + weights.Shape[3] - (2 * padding) + (int)more[1]));
        var geometry = new ConvolutionGeometry(grown, weights.Shape[0], new ConvolutionWindow(weights.Shape[2], weights.Shape[3]) { Stride = stride, Padding = padding });
        if (geometry.Output != planes)
        {
            throw new DataFormatException($"{node.Title} is the adjoint of no convolution that makes planes of {planes}: export it with a smaller output_padding.");
        }

        var operation = new ConvolutionOperation(chain.Add("weight", weights, geometry.Patch), geometry).Adjoint();
        return WithBias(node, new GraphValue(operation.On(value.Of), Shape(grown), true));
    }

    private GraphValue Mean(OnnxNode node)
    {
        node.Allow("auto_pad", "ceil_mode", "count_include_pad", "dilations", "kernel_shape", "pads", "strides");
        var value = LinearOperators.Borderless(node, Checked(node, chain[node.Inputs[0]]));
        var kernel = node.Wholes("kernel_shape");
        if (Padding(node) != 0 || node.Whole("ceil_mode", 0) != 0 || kernel is not [var height, var width] || height != width || height != Stride(node) || height > int.MaxValue)
        {
            throw new DataFormatException($"{node.Title} averages over [{string.Join(", ", kernel)}] at the stride {Stride(node)}: only squares side by side, without padding, are read.");
        }

        var geometry = new PoolingGeometry(PlanesOf(value), (int)height);
        return value with { Of = new PoolingOperation(geometry).On(value.Of), Shape = Shape(geometry.Output) };
    }

    /// <summary>A border is noted, and added by the convolution that reads it. PyTorch writes an empty one before a mean.</summary>
    private GraphValue Bordered(OnnxNode node)
    {
        node.Allow("mode", "pads", "value");
        var value = LinearOperators.Borderless(node, chain[node.Inputs[0]]);
        var rank = value.Shape.Length + 1;
        ImmutableArray<long> pads = node.Inputs.Length < 2
            ? node.Wholes("pads")
            : [.. LinearOperators.Constant(node, constants, 1) is var told ? Enumerable.Range(0, told.Count).Select(i => (long)told[i]) : []];
        var fill = node.Inputs.Length > 2 && node.Inputs[2].Length > 0 ? constants.Scalar(node.Inputs[2]) : node.Single("value", 0);
        var mode = node.Text("mode", "constant");
        if (node.Inputs.Length <= 3 && pads.Length == 2 * rank && pads.All(pixels => pixels == 0))
        {
            return value;
        }

        var known = mode switch { "constant" when fill == 0 => PaddingMode.Zero, "reflect" => PaddingMode.Reflect, _ => (PaddingMode?)null };
        return node.Inputs.Length <= 3 && value.Shape.Length == Planes && pads is [0, 0, > 0 and <= int.MaxValue and var pixels, var left, 0, 0, var bottom, var right]
            && left == pixels && bottom == pixels && right == pixels && known is { } border
            ? value with { Border = ((int)pixels, border) }
            : throw new DataFormatException($"{node.Title} adds [{string.Join(", ", pads)}] in the mode {mode} to samples of shape {value.Title}: only zeros or reflections, equal on all sides of planes, are read.");
    }

    private GraphValue WithBias(OnnxNode node, GraphValue value)
    {
        if (node.Inputs.Length < 3 || node.Inputs[2].Length == 0)
        {
            return value;
        }

        var bias = LinearOperators.Constant(node, constants, 2);
        var (channels, positions) = (value.Shape[0], value.Of.Width / value.Shape[0]);
        return bias.Shape is [var length] && length == channels
            ? value with { Of = value.Of + new Bias(chain.Add("bias", bias, 0), channels, positions) }
            : throw new DataFormatException($"{node.Title} has a bias of [{string.Join(", ", bias.Shape)}] for {channels} channels: the file is damaged, export it again.");
    }

    private Tensor Weights(OnnxNode node)
    {
        var weights = LinearOperators.Constant(node, constants, 1);
        var kernel = node.Wholes("kernel_shape", [.. weights.Shape.Skip(2).Select(length => (long)length)]);
        if (weights.Shape.Count != 4 || !kernel.SequenceEqual(weights.Shape.Skip(2).Select(length => (long)length)))
        {
            throw new DataFormatException($"{node.Title} has weights of [{string.Join(", ", weights.Shape)}] and a kernel of [{string.Join(", ", kernel)}]: only convolutions of planes are read.");
        }

        if (node.Whole("group", 1) != 1 || node.Wholes("dilations", 1, 1).Any(dilation => dilation != 1))
        {
            throw new DataFormatException($"{node.Title} has groups or dilations, which are not read: a plain convolution does the same with zeros in its weights.");
        }

        return weights;
    }

    private GraphValue ValueOf(OnnxNode node, int channels)
    {
        var value = Checked(node, chain.Has(node.Inputs[0]) ? chain.Settled(node.Inputs[0]) : throw new DataFormatException($"{node.Title} takes the data as its weights, which is no layer of a network here."));
        return value.Shape[0] == channels ? value : throw new DataFormatException($"{node.Title} takes {channels} channels, but reads samples of shape {value.Title}: the file is damaged, export it again.");
    }

    private static GraphValue Checked(OnnxNode node, GraphValue value) => value.Shape.Length == Planes
        ? value
        : throw new DataFormatException($"{node.Title} reads samples of shape {value.Title}, where channels, height and width are needed: export it with an input of four dimensions.");

    private static int Stride(OnnxNode node)
    {
        var strides = node.Wholes("strides", 1, 1);
        return strides is [> 0 and <= int.MaxValue and var down, var across] && down == across
            ? (int)down
            : throw new DataFormatException($"{node.Title} has the strides [{string.Join(", ", strides)}]: only equal ones are read.");
    }

    private static int Padding(OnnxNode node)
    {
        var pads = node.Wholes("pads", 0, 0, 0, 0);
        return node.Text("auto_pad", "NOTSET") is "NOTSET" or "VALID" && pads is [>= 0 and <= short.MaxValue and var top, ..] && pads.Length == 4 && pads.All(pixels => pixels == top)
            && (node.Wholes("dilations", 1, 1).All(dilation => dilation == 1))
            ? (int)top
            : throw new DataFormatException($"{node.Title} has the padding [{string.Join(", ", pads)}], auto_pad {node.Text("auto_pad", "NOTSET")}, or dilations: only explicit padding, equal on all sides, is read.");
    }

    private static PlanesShape PlanesOf(GraphValue value) => new(value.Shape[0], value.Shape[1], value.Shape[2]);

    private static ImmutableArray<int> Shape(PlanesShape planes) => [planes.Channels, planes.Height, planes.Width];
}
