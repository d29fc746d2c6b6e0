using System.Text;

namespace LiftedActors.Model.Formats.PyTorch;

/// <summary>
/// The tensors of a file that <c>torch.save</c> of PyTorch wrote (.pth, .pt, .ckpt): a zip archive of a pickle and of the numbers beside it, since PyTorch 1.6.
/// </summary>
/// <remarks>
/// A state_dict has its tensors by their own names; in nested dictionaries and lists the names of all of them stand before, as in <c>state_dict.0.weight</c>. What is no tensor
/// is left out. Nothing of the pickle is executed. Source: PyTorch, "torch.serialization".
/// </remarks>
public static class StateDictionary
{
    private const string What = "The PyTorch file";
    private const string PickleName = "data.pkl";
    private const long LargestPickle = 1 << 23;
    private const int MostTensors = 1 << 20;
    private const int MostNested = 16;

    /// <summary>Reads the tensors in the order of the dictionary.</summary>
    /// <param name="stream">The file, seekable; it is left open.</param>
    /// <exception cref="DataFormatException">It is no such file, damaged, holds other things than tensors, or unfolds to more than is allowed to it.</exception>
    public static TensorFile Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var archive = new ZipContent(stream, What);
        return Read(archive);
    }

    /// <summary>The folder of the archive in which the pickle stands, with its stroke; null where there is none.</summary>
    internal static string? FolderOf(ZipContent archive) =>
        archive.Names.FirstOrDefault(name => name.EndsWith("/" + PickleName, StringComparison.Ordinal))?[..^PickleName.Length];

    internal static TensorFile Read(ZipContent archive)
    {
        var folder = FolderOf(archive) ?? throw new DataFormatException($"{What} has no entry {PickleName}: check which file this is.");
        RefuseOthers(archive, folder);
        var pickle = archive.Read(folder + PickleName);
        if (pickle.Length > LargestPickle)
        {
            throw new DataFormatException($"{What} has a pickle of {pickle.Length} bytes where {LargestPickle} are enough for tensors: save the model's state_dict() alone.");
        }

        var root = new PickleMachine(TensorGlobals.Known, TensorGlobals.Storage).Run(pickle);
        var storages = new Dictionary<string, (PickledStorage Storage, byte[] Bytes)>(StringComparer.Ordinal);
        var tensors = new List<Tensor>();
        var visited = 0;
        Collect(root, string.Empty, 0);
        return tensors.Count > 0 ? TensorFile.Of(tensors) : throw new DataFormatException($"{What} holds no tensors: save the model's state_dict().");

        void Collect(object? value, string name, int depth)
        {
            // Shared parts make a small pickle a large tree, and a part may contain itself.
            if (++visited > MostTensors || depth > MostNested)
            {
                throw new DataFormatException($"{What} has more than {MostTensors} values, or dictionaries nested more than {MostNested} deep: save the model's state_dict() alone.");
            }

            switch (value)
            {
                case PickledTensor tensor:
                    tensors.Add(TensorOf(tensor, name.Length == 0 ? "tensor" : name));
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

        Tensor TensorOf(PickledTensor tensor, string name)
        {
            var (storage, layout) = (tensor.Storage, tensor.Layout);
            var size = Tensor.SizeOf(storage.Type);
            if (!storages.TryGetValue(storage.Key, out var known))
            {
                storages[storage.Key] = known = (storage, archive.Read($"{folder}data/{storage.Key}"));
            }

            if (known.Storage != storage || known.Bytes.Length != storage.Count * (Int128)size)
            {
                throw new DataFormatException($"The tensor '{name}' lies in a storage of {storage.Count} numbers of type {storage.Type}, but the archive has {known.Bytes.Length} bytes for it: the file is damaged, get it again.");
            }

            if (!layout.IsRowMajor)
            {
                archive.Limit.Take(Bytes(layout, size), $"the tensor '{name}'");
            }

            return new Tensor(name, storage.Type, layout.Shape, layout.RowMajor(known.Bytes, size));
        }
    }

    private static string Below(string name, string key) => name.Length == 0 ? key : $"{name}.{key}";

    /// <summary>The bytes of a copy; a layout with strides of zero may claim any number.</summary>
    private static long Bytes(StridedLayout layout, int size) =>
        layout.Shape.Contains(0) ? 0 : layout.Shape.Aggregate((long)size, (product, length) => product > Array.MaxLength ? product : product * length);

    private static void RefuseOthers(ZipContent archive, string folder)
    {
        if (archive.Has(folder + "constants.pkl"))
        {
            throw new DataFormatException($"{What} is a TorchScript program, which would have to be executed: save its state_dict() with torch.save, or export it with torch.onnx.export.");
        }

        if (archive.Has(folder + "byteorder") && Encoding.ASCII.GetString(archive.Read(folder + "byteorder")) is var order && order != "little")
        {
            throw new DataFormatException($"{What} holds numbers in the byte order '{order}': save it again on a little-endian machine.");
        }
    }
}
