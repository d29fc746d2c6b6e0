using System.Collections.Immutable;
using LiftedActors.Model.Formats;

namespace LiftedActors.Host.Formats.Onnx;

/// <summary>One operator with the values that it reads and makes.</summary>
/// <param name="Name">Its name; may be empty.</param>
/// <param name="Operator">The operator, as ONNX calls it.</param>
/// <param name="Inputs">The names of the values that it reads; empty for an optional one that is left out.</param>
/// <param name="Outputs">The names of the values that it makes.</param>
/// <param name="Attributes">Its constants: <see cref="long"/>, <see cref="float"/>, text, <see cref="Tensor"/>, lists of the first two; null for one of another kind.</param>
internal sealed record OnnxNode(string Name, string Operator, ImmutableArray<string> Inputs, ImmutableArray<string> Outputs, ImmutableDictionary<string, object?> Attributes)
{
    private const int FloatKind = 1, IntKind = 2, TextKind = 3, TensorKind = 4, FloatsKind = 6, IntsKind = 7;

    /// <summary>The set that the operator is of; empty for the standard.</summary>
    public string Domain { get; init; } = string.Empty;

    /// <summary>What the node is called in messages.</summary>
    public string Title => $"The node '{(Name.Length > 0 ? Name : Outputs.FirstOrDefault(string.Empty))}' ({(Domain is "" or "ai.onnx" ? Operator : $"{Domain}.{Operator}")})";

    /// <summary>A whole number.</summary>
    /// <exception cref="DataFormatException">It is of another kind.</exception>
    public long Whole(string attribute, long standard) => Of(attribute, standard);

    /// <summary>A number.</summary>
    /// <exception cref="DataFormatException">It is of another kind.</exception>
    public float Single(string attribute, float standard) => Of(attribute, standard);

    /// <summary>A text.</summary>
    /// <exception cref="DataFormatException">It is of another kind.</exception>
    public string Text(string attribute, string standard) => Of(attribute, standard);

    /// <summary>Whole numbers.</summary>
    /// <exception cref="DataFormatException">They are of another kind.</exception>
    public ImmutableArray<long> Wholes(string attribute, params ImmutableArray<long> standard) => Of(attribute, standard);

    /// <summary>Refuses attributes that the reader does not know, as they could change what the operator does.</summary>
    /// <exception cref="DataFormatException">There is one.</exception>
    public void Allow(params ReadOnlySpan<string> known)
    {
        foreach (var attribute in Attributes.Keys)
        {
            if (!known.Contains(attribute))
            {
                throw new DataFormatException($"{Title} has the attribute '{attribute}', which is not read here: export the model without it.");
            }
        }
    }

    public static OnnxNode Read(ProtobufMessage message) => new(
        message.Text(3),
        message.Text(4),
        [.. message.Texts(1)],
        [.. message.Texts(2)],
        message.Messages(5).Aggregate(ImmutableDictionary<string, object?>.Empty, (attributes, attribute) => attributes.SetItem(attribute.Text(1), ValueOf(attribute))))
    {
        Domain = message.Text(7),
    };

    public ProtobufFields ToFields() => new ProtobufFields()
        .Each(Inputs, (fields, input) => fields.Text(1, input))
        .Each(Outputs, (fields, output) => fields.Text(2, output))
        .Text(3, Name)
        .Text(4, Operator)
        .Each(Attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal), (fields, attribute) => fields.Message(5, FieldsOf(attribute.Key, attribute.Value)));

    private static object? ValueOf(ProtobufMessage attribute) => attribute.Whole(20) switch
    {
        FloatKind => attribute.Single(2),
        IntKind => attribute.Whole(3),
        TextKind => attribute.Text(4),
        TensorKind => OnnxTensor.Read(attribute.Message(5)),
        FloatsKind => attribute.Singles(7).ToImmutableArray(),
        IntsKind => attribute.Wholes(8).ToImmutableArray(),
        _ => null,
    };

    private static ProtobufFields FieldsOf(string name, object? value)
    {
        var fields = new ProtobufFields().Text(1, name);
        return value switch
        {
            float number => fields.Single(2, number).Whole(20, FloatKind),
            long number => fields.Whole(3, number).Whole(20, IntKind),
            string text => fields.Text(4, text).Whole(20, TextKind),
            ImmutableArray<long> numbers => fields.Each(numbers, (target, number) => target.Whole(8, number)).Whole(20, IntsKind),
            _ => throw new ArgumentException($"The attribute {name} is of a kind that is not written.", nameof(value)),
        };
    }

    private T Of<T>(string attribute, T standard) => !Attributes.TryGetValue(attribute, out var value) ? standard
        : value is T known ? known
        : throw new DataFormatException($"{Title} has the attribute '{attribute}' of a kind that ONNX does not give it: the file is damaged, export it again.");
}
