using System.Collections.Immutable;
using Google.Protobuf;
using LiftedActors.Model.Formats;

namespace LiftedActors.Host.Formats.Onnx;

/// <summary>An ONNX model as it stands in its file: a graph of operators, and where it is from.</summary>
/// <remarks>Source: the ONNX project, "onnx.proto3"; what is in brackets there and not here is not needed to evaluate a network, or refused.</remarks>
/// <param name="Graph">The graph.</param>
internal sealed record OnnxModel(OnnxGraph Graph)
{
    private const int LargestMessage = int.MaxValue;

    /// <summary>The version of the file's form.</summary>
    public long IrVersion { get; init; } = 5;

    /// <summary>The version of the standard operators; 10 has all that is written here, and is read by old programs and by new ones.</summary>
    public long Opset { get; init; } = 10;

    /// <summary>The program that wrote it.</summary>
    public string Producer { get; init; } = "LiftedActors";

    /// <summary>Reads a model.</summary>
    /// <exception cref="DataFormatException">The data are no ONNX model, damaged, or beyond what is read.</exception>
    public static OnnxModel Read(Stream stream)
    {
        if (stream.Length > LargestMessage)
        {
            throw new DataFormatException($"The ONNX file has {stream.Length} bytes, more than a protobuf message can: it is damaged.");
        }

        var message = new ProtobufMessage(ByteString.FromStream(stream));
        if (!message.Has(1) || !message.Has(7))
        {
            throw new DataFormatException("The file is no ONNX model: it has no version or no graph; check which file this is.");
        }

        if (message.Has(25))
        {
            throw new DataFormatException("The ONNX model defines functions of its own, which are not read: export it with standard operators.");
        }

        return new OnnxModel(OnnxGraph.Read(message.Message(7)))
        {
            IrVersion = message.Whole(1),
            Opset = message.Messages(8).Where(opset => opset.Text(1) is "" or "ai.onnx").Select(opset => opset.Whole(2)).LastOrDefault(1),
            Producer = $"{message.Text(2)} {message.Text(3)}".Trim(),
        };
    }

    /// <summary>Writes the model; equal models give equal bytes.</summary>
    public void Write(Stream stream) => new ProtobufFields()
        .Whole(1, IrVersion)
        .Text(2, Producer)
        .Message(7, Graph.ToFields())
        .Message(8, new ProtobufFields().Text(1, string.Empty).Whole(2, Opset))
        .ToBytes()
        .WriteTo(stream);
}

/// <summary>A graph: nodes in the order in which they can be evaluated, and the values that they begin with.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Nodes">The nodes.</param>
/// <param name="Initialisers">The constants, by their names.</param>
/// <param name="Inputs">What goes in.</param>
/// <param name="Outputs">What comes out.</param>
internal sealed record OnnxGraph(string Name, ImmutableArray<OnnxNode> Nodes, ImmutableArray<Tensor> Initialisers, ImmutableArray<OnnxValue> Inputs, ImmutableArray<OnnxValue> Outputs)
{
    public static OnnxGraph Read(ProtobufMessage message)
    {
        if (message.Has(15))
        {
            throw new DataFormatException("The ONNX model has sparse constants, which are not read: export it with dense ones.");
        }

        ImmutableArray<Tensor> initialisers = [.. message.Messages(5).Select(OnnxTensor.Read)];
        var constants = initialisers.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);

        // Old models list constants among the inputs, too.
        return new OnnxGraph(
            message.Text(2),
            [.. message.Messages(1).Select(OnnxNode.Read)],
            initialisers,
            [.. message.Messages(11).Select(OnnxValue.Read).Where(input => !constants.Contains(input.Name))],
            [.. message.Messages(12).Select(OnnxValue.Read)]);
    }

    public ProtobufFields ToFields() => new ProtobufFields()
        .Each(Nodes, (fields, node) => fields.Message(1, node.ToFields()))
        .Text(2, Name)
        .Each(Initialisers, (fields, tensor) => fields.Message(5, OnnxTensor.ToFields(tensor)))
        .Each(Inputs, (fields, value) => fields.Message(11, value.ToFields()))
        .Each(Outputs, (fields, value) => fields.Message(12, value.ToFields()));
}

/// <summary>An input or output of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its lengths; null for one that the file leaves open.</param>
internal sealed record OnnxValue(string Name, ImmutableArray<long?> Shape)
{
    private const int Float = 1;
    private const string Batch = "N";

    public static OnnxValue Read(ProtobufMessage message) => new(
        message.Text(1),
        [.. message.Message(2).Message(1).Message(2).Messages(1).Select(length => length.Has(1) ? length.Whole(1) : (long?)null)]);

    public ProtobufFields ToFields()
    {
        var shape = new ProtobufFields().Each(Shape, (fields, length) =>
            fields.Message(1, length is { } known ? new ProtobufFields().Whole(1, known) : new ProtobufFields().Text(2, Batch)));
        return new ProtobufFields().Text(1, Name).Message(2, new ProtobufFields().Message(1, new ProtobufFields().Whole(1, Float).Message(2, shape)));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape.Select(length => length?.ToString() ?? "?"))}]";
}
