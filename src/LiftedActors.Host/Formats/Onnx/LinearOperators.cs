using System.Collections.Immutable;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Networks.Structured;

namespace LiftedActors.Host.Formats.Onnx;

/// <summary>The operators of ONNX that are affine in the value that depends on the input.</summary>
/// <param name="chain">The layers.</param>
/// <param name="constants">The constants.</param>
/// <param name="batch">The samples of a batch; null where the model leaves them open.</param>
internal sealed class LinearOperators(LayerChain chain, GraphConstants constants, long? batch)
{
    /// <summary>The operators, for messages.</summary>
    public static readonly string[] Words = ["Gemm", "MatMul", "Add", "Sub", "Mul", "Conv", "ConvTranspose", "AveragePool", "Pad", "Reshape", "Flatten", "Identity", "Constant"];

    private readonly ConvolutionOperators _convolutions = new(chain, constants);

    /// <summary>What a node makes; null where its operator is none of these.</summary>
    /// <exception cref="DataFormatException">Attributes or shapes are not those that are read.</exception>
    public GraphValue? Find(OnnxNode node)
    {
        try
        {
            return node.Operator switch
            {
                "Identity" => Same(node),
                "Flatten" => Flatten(node),
                "Reshape" => Reshape(node),
                "Gemm" => Gemm(node),
                "MatMul" => MatMul(node),
                "Add" => Sum(node, 1),
                "Sub" => Sum(node, -1),
                "Mul" => Scaled(node),
                _ => _convolutions.Find(node),
            };
        }
        catch (Exception fault) when (fault is ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            throw new DataFormatException($"{node.Title} does not fit what it reads: {(fault is ArgumentException misfit ? Specs.SpecSection.Sentence(misfit) : "its sizes are impossible")}", fault);
        }
    }

    /// <summary>A value that has no border left to be added.</summary>
    public static GraphValue Borderless(OnnxNode node, GraphValue value) => value.Border.Pixels == 0
        ? value
        : throw new DataFormatException($"{node.Title} reads a value with a border, which only a convolution does here: move the border into its padding.");

    /// <summary>A constant that a node needs.</summary>
    public static Tensor Constant(OnnxNode node, GraphConstants constants, int place) => constants.Find(node.Inputs[place])
        ?? throw new DataFormatException($"{node.Title} takes '{node.Inputs[place]}' from the data, where a constant is read: this is no layer of a network here.");

    private GraphValue Same(OnnxNode node)
    {
        node.Allow();
        return chain[node.Inputs[0]];
    }

    private GraphValue Flatten(OnnxNode node)
    {
        node.Allow("axis");
        var value = Borderless(node, chain[node.Inputs[0]]);
        return node.Whole("axis", 1) is var axis && (axis == 1 || axis == -value.Shape.Length)
            ? value with { Shape = [value.Of.Width] }
            : throw new DataFormatException($"{node.Title} flattens from axis {axis}, which mixes samples or keeps parts: export it from axis 1.");
    }

    private GraphValue Reshape(OnnxNode node)
    {
        node.Allow("allowzero");
        var value = Borderless(node, chain[node.Inputs[0]]);
        var target = Constant(node, constants, 1);
        var lengths = Enumerable.Range(0, target.Count).Select(i => (long)target[i]).ToArray();
        if (node.Whole("allowzero", 0) != 0 || lengths.Length < 2)
        {
            throw Mixed();
        }

        for (var i = 1; i < lengths.Length; i++)
        {
            lengths[i] = lengths[i] == 0 && i <= value.Shape.Length ? value.Shape[i - 1] : lengths[i];
        }

        // The batch stays the batch: it is copied, told, or what is left over where all other lengths are told.
        var open = Array.IndexOf(lengths, -1, 1);
        var told = lengths.Skip(1).Where(length => length != -1).Aggregate((Int128)1, (product, length) => length is > 0 and <= int.MaxValue && product <= value.Of.Width ? product * length : 0);
        var keepsBatch = lengths[0] == 0 || (lengths[0] == -1 && open < 0) || (lengths[0] > 0 && lengths[0] == batch);
        if (open > 0 && told > 0 && Array.IndexOf(lengths, -1, open + 1) < 0)
        {
            lengths[open] = (long)(value.Of.Width / told);
            told *= lengths[open];
        }

        return keepsBatch && told == value.Of.Width ? value with { Shape = [.. lengths.Skip(1).Select(length => (int)length)] } : throw Mixed();

        DataFormatException Mixed() => new(
            $"{node.Title} makes [{string.Join(", ", Enumerable.Range(0, target.Count).Select(i => target[i]))}] of samples of shape {value.Title}: only shapes with the batch in front and as many features are read.");
    }

    private GraphValue Gemm(OnnxNode node)
    {
        node.Allow("alpha", "beta", "transA", "transB");
        if (node.Whole("transA", 0) != 0)
        {
            throw new DataFormatException($"{node.Title} transposes the data (transA), which mixes samples: export it without.");
        }

        var transposed = node.Whole("transB", 0) != 0;
        var result = Dense(node, (Scale(Constant(node, constants, 1), node.Single("alpha", 1)), transposed));
        return node.Inputs.Length > 2 && node.Inputs[2].Length > 0
            ? WithBias(node, result, Scale(Constant(node, constants, 2), node.Single("beta", 1)))
            : result;
    }

    private GraphValue MatMul(OnnxNode node)
    {
        node.Allow();
        return Dense(node, (Constant(node, constants, 1), false));
    }

    private GraphValue Dense(OnnxNode node, (Tensor Values, bool IsTransposed) weights)
    {
        var value = Borderless(node, chain.Has(node.Inputs[0]) ? chain.Settled(node.Inputs[0]) : throw new DataFormatException($"{node.Title} does not take the data as its first value, as a layer of a network here does."));
        if (weights.Values.Shape.Count != 2 || value.Shape.Length != 1 || weights.Values.Shape[weights.IsTransposed ? 1 : 0] != value.Of.Width)
        {
            throw new DataFormatException(
                $"{node.Title} multiplies samples of shape {value.Title} by a matrix of [{string.Join(", ", weights.Values.Shape)}]{(weights.IsTransposed ? " transposed" : string.Empty)}: flatten the samples, or export the model again.");
        }

        var matrix = weights.IsTransposed ? weights.Values : Transposed(weights.Values);
        var operation = new DenseOperation(chain.Add("weight", matrix, value.Of.Width), value.Of.Width, matrix.Shape[0]);
        return new GraphValue(operation.On(value.Of), [matrix.Shape[0]], true);
    }

    private GraphValue Sum(OnnxNode node, int sign)
    {
        node.Allow();
        var (a, b) = (node.Inputs[0], node.Inputs[1]);
        if (chain.Has(a) && chain.Has(b))
        {
            var (one, two) = (Borderless(node, chain[a]), Borderless(node, chain[b]));
            return one.Shape.SequenceEqual(two.Shape)
                ? new GraphValue(new Combination([(1, one.Of), (sign, two.Of)]), one.Shape, one.HasParameters || two.HasParameters)
                : throw new DataFormatException($"{node.Title} joins samples of the shapes {one.Title} and {two.Title}: only equal ones are read.");
        }

        if (chain.Has(a))
        {
            return WithBias(node, Borderless(node, chain[a]), Scale(Constant(node, constants, 1), sign));
        }

        var value = Borderless(node, chain[b]);
        return WithBias(node, sign == 1 ? value : value with { Of = sign * value.Of }, Constant(node, constants, 0));
    }

    private GraphValue Scaled(OnnxNode node)
    {
        node.Allow();
        var (value, factor) = chain.Has(node.Inputs[0]) ? (node.Inputs[0], node.Inputs[1]) : (node.Inputs[1], node.Inputs[0]);
        return constants.Scalar(factor) is { } number && double.IsFinite(number)
            ? Borderless(node, chain[value]) with { Of = number * chain[value].Of }
            : throw new DataFormatException($"{node.Title} multiplies by something else than one constant number, which is no layer of a network here.");
    }

    /// <summary>The sum with a constant: one number for all features, for each channel, or for each feature.</summary>
    public GraphValue WithBias(OnnxNode node, GraphValue value, Tensor constant)
    {
        var shape = constant.Shape.SkipWhile(length => length == 1).ToArray();
        var (channels, positions) = shape.Length == 0 ? (1, value.Of.Width)
            : shape.SequenceEqual(value.Shape) ? (value.Of.Width, 1)
            : value.Shape.Length > 1 && shape.Length == value.Shape.Length && shape[0] == value.Shape[0] && shape.Skip(1).All(length => length == 1) ? (shape[0], value.Of.Width / shape[0])
            : throw new DataFormatException($"{node.Title} adds a constant of [{string.Join(", ", constant.Shape)}] to samples of shape {value.Title}: only one number for all, for each channel or for each feature is read.");
        if (constant.Shape.Count > value.Shape.Length + 1)
        {
            throw new DataFormatException($"{node.Title} adds a constant of [{string.Join(", ", constant.Shape)}] to samples of shape {value.Title}, which adds a dimension: export it without.");
        }

        var bias = chain.Add("bias", new Tensor(constant.Name, constant.Type, [channels], constant.Bytes), 0);
        return new GraphValue(value.Of + new Bias(bias, channels, positions), value.Shape, true);
    }

    private static Tensor Scale(Tensor tensor, float factor) => factor == 1 ? tensor : Tensor.Of(
        tensor.Name, tensor.Shape, [.. Enumerable.Range(0, tensor.Count).Select(i => factor * tensor[i])]);

    private static Tensor Transposed(Tensor matrix)
    {
        int[] shape = [matrix.Shape[1], matrix.Shape[0]];
        var values = new double[matrix.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = matrix[(i % shape[1] * shape[0]) + (i / shape[1])];
        }

        return Tensor.Of(matrix.Name, shape, values);
    }
}
