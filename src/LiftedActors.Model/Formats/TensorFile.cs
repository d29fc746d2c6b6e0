namespace LiftedActors.Model.Formats;

/// <summary>The content of a file of tensors: tensors with different names in the order of the file, and free text by keys.</summary>
public sealed class TensorFile
{
    private readonly Dictionary<string, Tensor> _byName = new(StringComparer.Ordinal);

    /// <summary>A file of tensors and metadata.</summary>
    /// <exception cref="ArgumentException">Two tensors have the same name, or one the reserved name "__metadata__".</exception>
    public TensorFile(IReadOnlyList<Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(metadata);
        foreach (var tensor in tensors)
        {
            if (tensor.Name == Safetensors.MetadataName || !_byName.TryAdd(tensor.Name, tensor))
            {
                throw new ArgumentException($"The tensor name '{tensor.Name}' is reserved or used twice: choose another.", nameof(tensors));
            }
        }

        (Tensors, Metadata) = (tensors, metadata);
    }

    /// <summary>The tensors of a file that says nothing else.</summary>
    /// <exception cref="DataFormatException">Two have the same name, or one a reserved name.</exception>
    internal static TensorFile Of(IEnumerable<Tensor> tensors)
    {
        try
        {
            return new TensorFile([.. tensors], new Dictionary<string, string>());
        }
        catch (ArgumentException fault)
        {
            throw new DataFormatException(fault.Message.Split(" (Parameter")[0], fault);
        }
    }

    /// <summary>The tensors.</summary>
    public IReadOnlyList<Tensor> Tensors { get; }

    /// <summary>The text.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor of a name.</summary>
    /// <exception cref="DataFormatException">There is none; the message lists those that there are.</exception>
    public Tensor this[string name] => _byName.TryGetValue(name, out var tensor)
        ? tensor
        : throw new DataFormatException($"The file has no tensor '{name}', only {string.Join(", ", _byName.Keys)}: check which file this is.");

    /// <summary>Whether there is a tensor of a name.</summary>
    public bool Contains(string name) => _byName.ContainsKey(name);
}
