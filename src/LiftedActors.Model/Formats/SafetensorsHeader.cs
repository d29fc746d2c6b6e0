using System.Text.Json;

namespace LiftedActors.Model.Formats;

/// <summary>The JSON header of a safetensors file, checked before anything is read or allocated for it.</summary>
internal sealed class SafetensorsHeader
{
    private SafetensorsHeader(IReadOnlyList<Entry> entries, IReadOnlyDictionary<string, string> metadata) => (Entries, Metadata) = (entries, metadata);

    /// <summary>The tensors in the order of their bytes, without gaps from 0.</summary>
    public IReadOnlyList<Entry> Entries { get; }

    /// <summary>The free text.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The number of bytes after the header.</summary>
    public long DataBytes => Entries.Count == 0 ? 0 : Entries[^1].End;

    /// <summary>Reads the header.</summary>
    /// <exception cref="DataFormatException">It is no such JSON, or offsets overlap, leave gaps or disagree with the shapes.</exception>
    public static SafetensorsHeader Parse(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            var entries = new List<Entry>();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name == Safetensors.MetadataName)
                {
                    metadata = property.Value.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.GetString() ?? string.Empty, StringComparer.Ordinal);
                }
                else
                {
                    entries.Add(ParseEntry(property));
                }
            }

            // Empty tensors share their offset with the next one and go before it.
            entries.Sort((one, two) => one.Begin != two.Begin ? one.Begin.CompareTo(two.Begin) : one.End.CompareTo(two.End));
            RefuseGaps(entries);
            return new SafetensorsHeader(entries, metadata);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new DataFormatException("The safetensors header is not the JSON that the format prescribes: the file is damaged, get it again.", fault);
        }
    }

    private static Entry ParseEntry(JsonProperty property)
    {
        var word = property.Value.GetProperty("dtype").GetString();
        if (!Enum.GetNames<TensorType>().Contains(word))
        {
            throw new DataFormatException(
                $"The tensor '{property.Name}' is of type {word}, but only {string.Join(", ", Enum.GetNames<TensorType>())} are read: convert it.");
        }

        var type = Enum.Parse<TensorType>(word!);
        var offsets = property.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
        var shape = property.Value.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32()).ToArray();
        var bytes = shape.Any(length => length < 0) ? long.MaxValue : Tensor.SizeOf(type, shape);
        if (offsets.Length != 2 || offsets[0] < 0 || bytes > Array.MaxLength || offsets[1] - offsets[0] != bytes)
        {
            throw new DataFormatException(
                $"The tensor '{property.Name}' of shape [{string.Join(", ", shape)}] and type {type} stands at [{string.Join(", ", offsets)}], which does not fit: the file is damaged, get it again.");
        }

        return new Entry(property.Name, type, shape, offsets[0], offsets[1]);
    }

    private static void RefuseGaps(List<Entry> entries)
    {
        var end = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != end)
            {
                throw new DataFormatException($"The tensor '{entry.Name}' begins at byte {entry.Begin} where {end} is due: tensors overlap or leave a gap, the file is damaged, get it again.");
            }

            end = entry.End;
        }
    }

    /// <summary>One tensor's entry.</summary>
    internal sealed record Entry(string Name, TensorType Type, int[] Shape, long Begin, long End);
}
