namespace LiftedActors.Model.Formats.PyTorch;

/// <summary>The names that a state_dict of PyTorch refers to, and what they make. There are no others.</summary>
internal static class TensorGlobals
{
    private static readonly (string Name, TensorType Type)[] Storages =
    [
        ("FloatStorage", TensorType.F32),
        ("DoubleStorage", TensorType.F64),
        ("HalfStorage", TensorType.F16),
        ("BFloat16Storage", TensorType.BF16),
        ("LongStorage", TensorType.I64),
        ("IntStorage", TensorType.I32),
        ("ShortStorage", TensorType.I16),
        ("CharStorage", TensorType.I8),
        ("ByteStorage", TensorType.U8),
        ("BoolStorage", TensorType.BOOL),
    ];

    /// <summary>The names by module and name.</summary>
    public static IReadOnlyDictionary<(string Module, string Name), PickleGlobal> Known { get; } = Make();

    /// <summary>What a reference of a pickle to a storage of its archive is: ('storage', class, key, device, number of elements).</summary>
    /// <exception cref="DataFormatException">It is another reference.</exception>
    public static object Storage(object? reference) =>
        reference is object?[] and ["storage", PickleGlobal type, string key, string, long count] && TypeOf(type) is { } known && count >= 0 && IsKey(key)
            ? new PickledStorage(known, key, count)
            : throw new DataFormatException("The pickle refers to something beside it that is no storage of numbers: save the model's state_dict().");

    private static Dictionary<(string Module, string Name), PickleGlobal> Make()
    {
        var known = new Dictionary<(string Module, string Name), PickleGlobal>();
        Add("collections", "OrderedDict", arguments => arguments.Length == 0 ? new PickleDictionary() : throw Misfit("OrderedDict"));
        Add("torch._utils", "_rebuild_tensor_v2", Tensor);
        Add("torch._utils", "_rebuild_parameter", arguments => arguments is [PickledTensor tensor, ..] ? tensor : throw Misfit("_rebuild_parameter"));
        foreach (var (name, _) in Storages)
        {
            Add("torch", name, null);
        }

        return known;

        void Add(string module, string name, Func<object?[], object?>? call) => known.Add((module, name), new PickleGlobal(module, name, call));
    }

    private static TensorType? TypeOf(PickleGlobal storage)
    {
        foreach (var (name, type) in Storages)
        {
            if (ReferenceEquals(Known[("torch", name)], storage))
            {
                return type;
            }
        }

        return null;
    }

    /// <summary>PyTorch counts storages; a key with a path in it would lead elsewhere.</summary>
    private static bool IsKey(string key) => key.Length is > 0 and < 20 && key.All(char.IsAsciiDigit);

    /// <summary>Of (storage, offset, size, stride, requires_grad, hooks, …): the layout over the storage, checked against its length.</summary>
    private static PickledTensor Tensor(object?[] arguments)
    {
        if (arguments is not [PickledStorage storage, long offset, object?[] size, object?[] stride, ..]
            || size.Length != stride.Length || !size.All(length => length is long and >= 0 and <= int.MaxValue) || !stride.All(step => step is long))
        {
            throw Misfit("_rebuild_tensor_v2");
        }

        var layout = new StridedLayout([.. size.Select(length => (int)(long)length!)], [.. stride.Select(step => (long)step!)], offset);
        return layout.FitsInto(storage.Count)
            ? new PickledTensor(storage, layout)
            : throw new DataFormatException(
                $"A tensor of shape [{string.Join(", ", size)}] and strides [{string.Join(", ", stride)}] from {offset} on does not lie in its storage of {storage.Count} numbers: the file is damaged, get it again.");
    }

    private static DataFormatException Misfit(string name) =>
        new($"The pickle calls {name} with arguments that are not those of a tensor: the file is damaged, or of a PyTorch that is not known here; save it as safetensors.");
}
