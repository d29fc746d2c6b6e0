using System.Collections.Immutable;
using System.Globalization;
using LiftedActors.Host.Formats.Onnx;
using LiftedActors.Model.Formats;

namespace LiftedActors.Host.Tests.Formats;

/// <summary>
/// Small ONNX graphs as text: nodes with a stroke between, each an operator, its inputs, attributes as key=value, and its output where it has a name; @ is what the
/// node before made, which is also read where no input is named. The input x has two features.
/// </summary>
internal static class GraphText
{
    private static readonly Tensor[] Constants =
    [
        Tensor.Of("w", [2, 2], new[] { 1f, 2, 3, 4 }),
        Tensor.Of("thin", [1, 2], new[] { 1f, 2 }),
        Tensor.Of("b", [2], new[] { 10f, 20 }),
        Tensor.Of("broken", [2], new[] { 10f, float.NaN }),
        Tensor.Of("three", [3], new[] { 1f, 2, 3 }),
        Tensor.Of("one", [], new[] { 1f }),
        Tensor.Of("zero", [], new[] { 0f }),
        Tensor.Of("half", [1], new[] { 0.5 }),
        Tensor.Of("negative", [], new[] { -1f }),
        Tensor.Of("kernel", [1, 1, 3, 3], new float[9]),
        Wholes("same", 0, -1),
        Wholes("flat", -1, 2),
        Wholes("planes", 0, 1, 1, 2),
        Wholes("flipped", 2, -1),
    ];

    public static OnnxModel Model(string text)
    {
        var known = Constants.Select(tensor => tensor.Name).Append("x").Append("missing").ToHashSet();
        var (nodes, before) = (ImmutableArray.CreateBuilder<OnnxNode>(), "x");
        foreach (var words in text.Split('|').Select(node => node.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            var attributes = words.Where(word => word.Contains('=', StringComparison.Ordinal)).Select(word => word.Split('=')).ToImmutableDictionary(pair => pair[0], pair => Value(pair[0], pair[1]));
            var values = words.Skip(1).Where(word => !word.Contains('=', StringComparison.Ordinal)).Select(word => word == "@" ? before : word).ToList();
            var output = $"v{nodes.Count}";
            if (words[0] == "Constant")
            {
                (output, attributes) = (values[0], attributes.Add("value", Tensor.Of(string.Empty, [], new[] { float.Parse(values[1], CultureInfo.InvariantCulture) })));
                values = [];
            }
            else if (values.Count > 0 && !known.Contains(values[^1]))
            {
                output = values[^1];
                values.RemoveAt(values.Count - 1);
            }

            nodes.Add(new OnnxNode($"n{nodes.Count}", words[0], words[0] == "Constant" ? [] : values.Count > 0 ? [.. values] : [before], [output], attributes));
            known.Add(output);
            before = output;
        }

        var graph = new OnnxGraph("test", nodes.ToImmutable(), [.. Constants], [new OnnxValue("x", [null, 2])], [new OnnxValue(before, [])]);
        using var file = new MemoryStream();
        if (nodes.All(node => node.Operator != "Constant"))
        {
            new OnnxModel(graph).Write(file);
            file.Position = 0;
            return OnnxModel.Read(file);
        }

        return new OnnxModel(graph);
    }

    private static object? Value(string name, string text) =>
        name is "alpha" or "beta" or "bias" or "lambd" or "min" or "max" ? (object)float.Parse(text, CultureInfo.InvariantCulture) : long.Parse(text, CultureInfo.InvariantCulture);

    private static Tensor Wholes(string name, params long[] numbers) => new(name, TensorType.I64, [numbers.Length], numbers.SelectMany(BitConverter.GetBytes).ToArray());
}
