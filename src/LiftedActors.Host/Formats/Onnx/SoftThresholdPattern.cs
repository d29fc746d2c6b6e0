using System.Collections.Immutable;
using LiftedActors.Model.Formats;

namespace LiftedActors.Host.Formats.Onnx;

/// <summary>Finds soft-thresholds λ in the forms that are written with standard operators, and puts one node in the place of each.</summary>
/// <remarks>
/// sgn(x) max(|x| − λ, 0), which is what we write; what PyTorch makes of <c>Softshrink</c>, with Where; x − clip(x, −λ, λ); and Shrink with equal ends.
/// </remarks>
internal sealed class SoftThresholdPattern
{
    /// <summary>The operator of the nodes that are put in, with the attribute "threshold".</summary>
    public const string Operator = "SoftThreshold";

    /// <summary>The attribute λ.</summary>
    public const string Threshold = "threshold";

    private readonly GraphConstants _constants;
    private readonly Dictionary<string, OnnxNode> _makers = new(StringComparer.Ordinal);

    private SoftThresholdPattern(OnnxGraph graph, GraphConstants constants)
    {
        _constants = constants;
        foreach (var node in graph.Nodes)
        {
            foreach (var output in node.Outputs)
            {
                _makers[output] = node;
            }
        }
    }

    /// <summary>The nodes with soft-thresholds as nodes of their own; what only they were made of is then read by nobody.</summary>
    public static ImmutableArray<OnnxNode> Replaced(OnnxGraph graph, GraphConstants constants)
    {
        var pattern = new SoftThresholdPattern(graph, constants);
        return [.. graph.Nodes.Select(node => pattern.Match(node) is { } found
            ? new OnnxNode(node.Name, Operator, [found.Input], node.Outputs, ImmutableDictionary<string, object?>.Empty.Add(Threshold, (float)found.Threshold))
            : node)];
    }

    private (string Input, double Threshold)? Match(OnnxNode node) => node is not { Domain: "" or "ai.onnx", Inputs: [_, ..] } ? null : node.Operator switch
    {
        "Mul" when node.Inputs is [var a, var b] => SignTimes(a, b) ?? SignTimes(b, a),
        "Add" when node.Inputs is [var a, var b] => Sides(a, b) ?? Sides(b, a),
        "Sub" when node.Inputs is [var x, var clipped] => WithoutClip(x, clipped),
        "Shrink" => Shrink(node),
        _ => null,
    };

    /// <summary>sgn(x) · max(|x| − λ, 0).</summary>
    private (string, double)? SignTimes(string sign, string size) =>
        Maker(sign, "Sign") is { Inputs: [var x] } && Rectified(size) is { } excess && Maker(excess, "Sub") is { Inputs: [var length, var by] }
            && Maker(length, "Abs") is { Inputs: [var same] } && same == x
            ? NotNegative(x, _constants.Scalar(by))
            : null;

    /// <summary>(x &gt; λ ? x − λ : 0) + (x &lt; −λ ? x + λ : 0).</summary>
    private (string, double)? Sides(string above, string below)
    {
        if (Maker(above, "Where") is not { Inputs: [var isAbove, var lowered, var zero] } || Maker(below, "Where") is not { Inputs: [var isBelow, var raised, var zeroBelow] }
            || _constants.Scalar(zero) != 0 || _constants.Scalar(zeroBelow) != 0
            || Maker(isAbove, "Greater") is not { Inputs: [var x, var upper] } || Maker(lowered, "Sub") is not { Inputs: [var second, var by] }
            || Maker(isBelow, "Less") is not { Inputs: [var third, var lower] } || Maker(raised, "Add") is not { Inputs: [var fourth, var back] })
        {
            return null;
        }

        var threshold = _constants.Scalar(upper);
        return second == x && third == x && fourth == x && _constants.Scalar(by) == threshold && _constants.Scalar(back) == threshold && _constants.Scalar(lower) == -threshold
            ? NotNegative(x, threshold)
            : null;
    }

    /// <summary>x − clip(x, −λ, λ).</summary>
    private (string, double)? WithoutClip(string x, string clipped) =>
        Maker(clipped, "Clip") is { Inputs: [var same, var lower, var upper] } && same == x && _constants.Scalar(lower) == -_constants.Scalar(upper)
            ? NotNegative(x, _constants.Scalar(upper))
            : null;

    private static (string, double)? Shrink(OnnxNode node)
    {
        node.Allow("bias", "lambd");
        return node.Single("bias", 0) == node.Single("lambd", 0.5f) ? NotNegative(node.Inputs[0], node.Single("bias", 0)) : null;
    }

    private static (string, double)? NotNegative(string x, double? threshold) => threshold is >= 0 and <= float.MaxValue ? (x, threshold.Value) : null;

    private string? Rectified(string name) => Maker(name, "Relu") is { Inputs: [var x] } ? x
        : Maker(name, "Max") is { Inputs: [var larger, var zero] } && _constants.Scalar(zero) == 0 ? larger
        : null;

    private OnnxNode? Maker(string name, string operation) =>
        _makers.TryGetValue(name, out var node) && node.Operator == operation && node.Domain is ("" or "ai.onnx") ? node : null;
}
