namespace LiftedActors.Model.Formats.PyTorch;

/// <summary>Collects the tensors of what a pickle stands for, with the numbers that lie beside it in the archive.</summary>
/// <param name="archive">The archive.</param>
/// <param name="folder">Its folder, with the stroke.</param>
internal sealed class PickledTensors(ZipContent archive, string folder)
{
    private const int MostValues = 1 << 20;
    private const int MostNested = 16;

    /// <summary>Names of this length for all values take no more memory than a file may unfold to.</summary>
    private const int LongestName = 512;

    private readonly Dictionary<string, (PickledStorage Storage, byte[] Bytes)> _storages = new(StringComparer.Ordinal);
    private readonly List<Tensor> _tensors = [];
    private int _visited;

    /// <summary>The tensors in the order in which they were found.</summary>
    public IReadOnlyList<Tensor> Found => _tensors;

    /// <summary>Collects the tensors of a value.</summary>
    /// <param name="value">A tensor, or a dictionary, list or tuple that may hold some; everything else is left out.</param>
    /// <param name="name">The names on the way to it.</param>
    /// <param name="depth">How many they are.</param>
    /// <exception cref="DataFormatException">There are too many values or too long names, or a tensor does not lie in the archive.</exception>
    public void Collect(object? value, string name = "", int depth = 0)
    {
        // Shared parts make a small pickle a large tree, and a part may contain itself.
        if (++_visited > MostValues || depth > MostNested)
        {
            throw new DataFormatException($"The PyTorch file has more than {MostValues} values, or dictionaries nested more than {MostNested} deep: save the model's state_dict() alone.");
        }

        switch (value)
        {
            case PickledTensor tensor:
                _tensors.Add(TensorOf(tensor, name.Length == 0 ? "tensor" : name));
                break;
            case PickleDictionary dictionary:
                dictionary.Entries.ForEach(entry => Collect(entry.Value, Below(name, entry.Key as string ?? $"{entry.Key as long?}"), depth + 1));
                break;
            case IReadOnlyList<object?> list:
                for (var i = 0; i < list.Count; i++)
                {
                    Collect(list[i], Below(name, $"{i}"), depth + 1);
                }

                break;
        }
    }

    private static string Below(string name, string key)
    {
        var length = name.Length + 1L + key.Length;
        return length > LongestName
            ? throw new DataFormatException($"The PyTorch file has a name of {length} characters where {LongestName} are enough for tensors: give it a shorter one, or save the model's state_dict() alone.")
            : name.Length == 0 ? key : $"{name}.{key}";
    }

    private Tensor TensorOf(PickledTensor tensor, string name)
    {
        var (storage, layout) = (tensor.Storage, tensor.Layout);
        var size = Tensor.SizeOf(storage.Type);
        if (!_storages.TryGetValue(storage.Key, out var known))
        {
            _storages[storage.Key] = known = (storage, archive.Read($"{folder}data/{storage.Key}"));
        }

        if (known.Storage != storage || known.Bytes.Length != storage.Count * (Int128)size)
        {
            throw new DataFormatException(
                $"The tensor '{name}' lies in a storage of {storage.Count} numbers of type {storage.Type}, but the archive has {known.Bytes.Length} bytes for it: the file is damaged, get it again.");
        }

        if (!layout.IsRowMajor)
        {
            // A layout with strides of zero may claim any number.
            archive.Limit.Take(Tensor.SizeOf(storage.Type, layout.Shape), $"the tensor '{name}'");
        }

        return new Tensor(name, storage.Type, layout.Shape, layout.RowMajor(known.Bytes, size));
    }
}
