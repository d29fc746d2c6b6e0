using System.Globalization;
using System.Text.Json.Nodes;
using LiftedActors.Host.Formats;
using LiftedActors.Host.Formats.Onnx;
using LiftedActors.Model.Formats;

namespace LiftedActors.Host.Reports;

/// <summary>What <c>lifted inspect</c> says of a file.</summary>
internal sealed class ModelReport
{
    private readonly string _path;
    private readonly ModelContent _content;
    private readonly IReadOnlyList<TensorSummary> _tensors;

    /// <summary>Whether an ONNX model is read as a network, or why not; null for tensors.</summary>
    private readonly string? _network;

    /// <summary>Looks at all values, and tries to read an ONNX model as a network.</summary>
    public ModelReport(string path, ModelContent content)
    {
        (_path, _content) = (path, content);
        _tensors = [.. content.File.Tensors.Select(TensorSummary.Of)];
        _network = content.Onnx is null ? null : NetworkOf(content.Onnx);
    }

    /// <summary>The report as text.</summary>
    public IEnumerable<string> Lines()
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{_path}: {_content.Format}, {_tensors.Count} tensors of {_tensors.Sum(summary => (long)summary.Tensor.Count)} numbers");
        foreach (var (key, text) in _content.File.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            yield return $"{key}: {text}";
        }

        foreach (var line in _content.Onnx is { } model ? Lines(model) : [])
        {
            yield return line;
        }

        foreach (var line in Table([["tensor", "type", "shape", "least", "largest", "NaN", "infinite"], .. _tensors.Select(Row)]))
        {
            yield return line;
        }
    }

    /// <summary>The report as one JSON object.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["file"] = _path,
            ["format"] = _content.Format,
            ["metadata"] = new JsonObject(_content.File.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value)))),
            ["tensors"] = new JsonArray([.. _tensors.Select(summary => new JsonObject
            {
                ["name"] = summary.Tensor.Name,
                ["type"] = summary.Tensor.Type.ToString(),
                ["shape"] = new JsonArray([.. summary.Tensor.Shape.Select(length => JsonValue.Create(length))]),
                ["least"] = Number(summary.Least),
                ["largest"] = Number(summary.Largest),
                ["nan"] = summary.NotNumbers,
                ["infinite"] = summary.Infinite,
            })]),
        };
        if (_content.Onnx is { } model)
        {
            json["opset"] = model.Opset;
            json["producer"] = model.Producer;
            json["inputs"] = Texts(model.Graph.Inputs.Select(value => value.ToString()));
            json["outputs"] = Texts(model.Graph.Outputs.Select(value => value.ToString()));
            json["nodes"] = new JsonArray([.. model.Graph.Nodes.Select(node => new JsonObject
            {
                ["name"] = node.Name,
                ["operator"] = node.Operator,
                ["inputs"] = Texts(node.Inputs),
                ["outputs"] = Texts(node.Outputs),
            })]);
            json["network"] = _network;
        }

        return json;
    }

    private static string NetworkOf(OnnxModel model)
    {
        try
        {
            var imported = GraphReading.Network(model);
            return string.Create(CultureInfo.InvariantCulture, $"{imported.Network.Depth} layers, {imported.Network.Inputs} to {imported.Network.Outputs} features, {imported.Network.ParameterCount} parameters");
        }
        catch (DataFormatException fault)
        {
            return $"not read as one. {fault.Message}";
        }
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static string[] Row(TensorSummary summary) =>
    [
        summary.Tensor.Name,
        summary.Tensor.Type.ToString(),
        $"[{string.Join(", ", summary.Tensor.Shape)}]",
        Text(summary.Least),
        Text(summary.Largest),
        summary.NotNumbers.ToString(CultureInfo.InvariantCulture),
        summary.Infinite.ToString(CultureInfo.InvariantCulture),
    ];

    private static string Text(double value) => double.IsNaN(value) ? "-" : value.ToString("G5", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Table(string[][] rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((cell, column) => column < 3 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))));
    }

    private IEnumerable<string> Lines(OnnxModel model)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"operator set {model.Opset}, written by {(model.Producer.Length > 0 ? model.Producer : "a program that does not say")}");
        yield return $"inputs: {string.Join(", ", model.Graph.Inputs)}";
        yield return $"outputs: {string.Join(", ", model.Graph.Outputs)}";
        foreach (var line in Table([["node", "operator", "values"], .. model.Graph.Nodes.Select(node => (string[])[node.Name, node.Operator, $"{string.Join(", ", node.Inputs)} -> {string.Join(", ", node.Outputs)}"])]))
        {
            yield return line.TrimEnd();
        }

        yield return $"network: {_network}";
    }
}
