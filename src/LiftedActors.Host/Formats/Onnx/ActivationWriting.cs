using System.Collections.Immutable;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Host.Formats.Onnx;

/// <summary>Writes the activation of one layer.</summary>
/// <param name="nodes">The graph.</param>
/// <param name="layer">The layer, from 0.</param>
internal sealed class ActivationWriting(GraphNodes nodes, int layer)
{
    /// <summary>Writes an activation of the parts of a vector.</summary>
    /// <exception cref="DataFormatException">It has no form in standard operators.</exception>
    public ImmutableArray<GraphPart> Write(ConvexPotential activation, ImmutableArray<GraphPart> x)
    {
        if (activation is not Partitioned partitioned)
        {
            return [.. x.Select(part => Single(activation, part, x.Length))];
        }

        var (written, next) = (ImmutableArray.CreateBuilder<GraphPart>(), 0);
        foreach (var (potential, length) in partitioned.Parts)
        {
            var parts = ImmutableArray.CreateBuilder<GraphPart>();
            while (parts.Sum(part => part.Width) < length)
            {
                parts.Add(x[next++]);
            }

            written.AddRange(parts.Sum(part => part.Width) == length ? Write(potential, parts.ToImmutable()) : throw Refused("an activation of a part of a value"));
        }

        return written.ToImmutable();
    }

    private GraphPart Single(ConvexPotential activation, GraphPart x, int parts) => activation switch
    {
        Separable<Identity> => x,
        Separable<ReLU> => Plain("Relu", x),
        Separable<Sigmoid> => Plain("Sigmoid", x),
        Separable<Tanh> => Plain("Tanh", x),
        Separable<Softplus> => Plain("Softplus", x),
        Separable<Softsign> => Plain("Softsign", x),
        Separable<LeakyReLU> leaky => Plain("LeakyRelu", x, ("alpha", (float)leaky.Law.Slope)),
        Separable<ELU> unit => Plain("Elu", x, ("alpha", (float)unit.Law.Scale)),
        Separable<HardSigmoid> sigmoid => Plain("HardSigmoid", x, ("alpha", (float)sigmoid.Law.Slope), ("beta", (float)sigmoid.Law.Offset)),
        Separable<Box> box => Plain("Clip", x, ("min", (float)box.Law.Lower), ("max", (float)box.Law.Upper)),
        Separable<SoftThreshold> threshold => SoftThreshold(x, threshold.Law.Threshold),
        Model.Potentials.Softmax when parts == 1 => Softmax(x),
        _ => throw Refused($"the activation {activation}"),
    };

    private GraphPart Plain(string operation, GraphPart x, params ReadOnlySpan<(string, object)> attributes) => x with { Value = nodes.Add(operation, [x.Value], attributes) };

    /// <summary>sgn(x) max(|x| − λ, 0).</summary>
    private GraphPart SoftThreshold(GraphPart x, double threshold)
    {
        var excess = nodes.Add("Relu", [nodes.Add("Sub", [nodes.Add("Abs", [x.Value]), nodes.Number(threshold)])]);
        return x with { Value = nodes.Add("Mul", [nodes.Add("Sign", [x.Value]), excess]) };
    }

    private GraphPart Softmax(GraphPart x)
    {
        var flat = x.Shape.Length == 1 ? x.Value : nodes.Add("Flatten", [x.Value], ("axis", 1L));
        return new GraphPart(nodes.Add("Softmax", [flat], ("axis", 1L)), [x.Width]);
    }

    private DataFormatException Refused(string what) =>
        new($"Layer {layer + 1} of the network has {what}, which standard ONNX operators do not express here: write its weights as safetensors or npz.");
}
