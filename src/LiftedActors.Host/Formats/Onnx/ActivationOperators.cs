using LiftedActors.Model.Formats;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Host.Formats.Onnx;

/// <summary>The activations of ONNX as potentials, and the reason for those that are none.</summary>
internal static class ActivationOperators
{
    /// <summary>The operators, for messages.</summary>
    public static readonly string[] Words = ["Relu", "LeakyRelu", "Clip", "Sigmoid", "Tanh", "Softmax", "HardSigmoid", "Elu", "Softplus", "Softsign"];

    /// <summary>Operators that make an activation without a convex potential, by the word of the activation.</summary>
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["Gelu"] = "gelu",
        ["Erf"] = "gelu",
        ["Mish"] = "mish",
        ["Swish"] = "silu",
        ["HardSwish"] = "hard-swish",
        ["Selu"] = "selu",
    };

    /// <summary>Makes the potential of an operator.</summary>
    /// <param name="node">The node.</param>
    /// <param name="constants">The constants, for the ends of a clip.</param>
    /// <param name="opset">The version of the operators.</param>
    /// <returns>The potential; null where the operator is no activation.</returns>
    /// <exception cref="DataFormatException">Its parameters have no convex potential.</exception>
    public static ConvexPotential? Find(OnnxNode node, GraphConstants constants, long opset)
    {
        try
        {
            return node.Operator switch
            {
                "Relu" => Plain(node, new Separable<ReLU>(default)),
                "Sigmoid" => Plain(node, new Separable<Sigmoid>(default)),
                "Tanh" => Plain(node, new Separable<Tanh>(default)),
                "Softplus" => Plain(node, new Separable<Softplus>(default)),
                "Softsign" => Plain(node, new Separable<Softsign>(default)),
                "LeakyRelu" => Leaky(Of(node, "alpha", 0.01f)),
                "Elu" => new Separable<ELU>(new ELU(Of(node, "alpha", 1))),
                "HardSigmoid" => HardSigmoid(node),
                "Clip" => Clip(node, constants),
                "Softmax" => Softmax(node, opset),
                SoftThresholdPattern.Operator => new Separable<SoftThreshold>(new SoftThreshold(node.Single(SoftThresholdPattern.Threshold, 0))),
                _ => null,
            };
        }
        catch (ArgumentException fault)
        {
            throw new DataFormatException($"{node.Title} is the prox of no convex potential: {Specs.SpecSection.Sentence(fault)}", fault);
        }
    }

    /// <summary>Why an operator is refused that makes a known activation without a convex potential; null for all others.</summary>
    /// <param name="node">The node.</param>
    /// <param name="makerOf">The node that makes a value.</param>
    public static string? Refusal(OnnxNode node, Func<string, OnnxNode?> makerOf)
    {
        var word = Refused.GetValueOrDefault(node.Operator) ?? (node is { Operator: "Mul", Inputs: [var a, var b] } ? Gated(a, b, makerOf) ?? Gated(b, a, makerOf) : null);
        return word is null ? null : $"{node.Title} makes the activation {word}, which cannot be lifted: {PotentialCatalogue.Refusal(word)}. Train the network with one that is, such as relu, elu or softplus.";
    }

    /// <summary>x · s(x) with a sigmoid s.</summary>
    private static string? Gated(string x, string gate, Func<string, OnnxNode?> makerOf) => makerOf(gate) switch
    {
        { Operator: "Sigmoid", Inputs: [var same] } when same == x => "silu",
        { Operator: "HardSigmoid", Inputs: [var same] } when same == x => "hard-swish",
        { Operator: "Tanh", Inputs: [var inner] } when makerOf(inner) is { Operator: "Softplus", Inputs: [var same] } && same == x => "mish",
        _ => null,
    };

    private static ConvexPotential Plain(OnnxNode node, ConvexPotential potential)
    {
        node.Allow();
        return potential;
    }

    private static float Of(OnnxNode node, string attribute, float standard)
    {
        node.Allow(attribute);
        return node.Single(attribute, standard);
    }

    private static ConvexPotential Leaky(float slope) => slope == 0 ? new Separable<ReLU>(default) : new Separable<LeakyReLU>(new LeakyReLU(slope));

    private static Separable<HardSigmoid> HardSigmoid(OnnxNode node)
    {
        node.Allow("alpha", "beta");
        return new Separable<HardSigmoid>(new HardSigmoid(node.Single("alpha", 0.2f), node.Single("beta", 0.5f)));
    }

    /// <summary>The ends are inputs since version 11 and were attributes before.</summary>
    private static ConvexPotential Clip(OnnxNode node, GraphConstants constants)
    {
        node.Allow("min", "max");
        var lower = End(1, "min", float.NegativeInfinity);
        var upper = End(2, "max", float.PositiveInfinity);
        return lower == 0 && double.IsPositiveInfinity(upper) ? new Separable<ReLU>(default) : new Separable<Box>(new Box(lower, upper));

        double End(int place, string attribute, float open) => node.Inputs.Length <= place || node.Inputs[place].Length == 0
            ? node.Single(attribute, open)
            : constants.Scalar(node.Inputs[place]) ?? throw new DataFormatException($"{node.Title} has an end that is no constant number: export it with constant ends.");
    }

    private static Softmax Softmax(OnnxNode node, long opset)
    {
        node.Allow("axis");
        var axis = node.Whole("axis", opset >= 13 ? -1 : 1);
        return axis is 1 or -1 ? new Softmax() : throw new DataFormatException($"{node.Title} runs over axis {axis}, but is read over all features of a vector, axis 1: export it so.");
    }
}
