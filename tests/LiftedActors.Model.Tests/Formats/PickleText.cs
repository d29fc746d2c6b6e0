using System.IO.Compression;
using System.Text;

namespace LiftedActors.Model.Tests.Formats;

/// <summary>Writes pickles opcode by opcode, as PyTorch does, and as it never would.</summary>
internal sealed class PickleText
{
    private readonly List<byte> _bytes = [0x80, 2];

    public byte[] Bytes => [.. _bytes];

    /// <summary>The dictionary of tensors that torch.save writes, with the attribute that it sets.</summary>
    public static byte[] StateDictionary(params (string Name, Action<PickleText> Tensor)[] tensors)
    {
        var pickle = new PickleText().Call("collections", "OrderedDict", _ => { }).Raw("(");
        foreach (var (name, tensor) in tensors)
        {
            tensor(pickle.Text(name));
        }

        return pickle.Raw("u").Raw("}").Text("_metadata").Call("collections", "OrderedDict", _ => { }).Raw("sb").End();
    }

    /// <summary>An archive of a pickle and storages, as torch.save writes it.</summary>
    public static byte[] Archive(byte[] pickle, params (string Key, byte[] Numbers)[] storages) =>
        Zip(CompressionLevel.NoCompression, [("archive/data.pkl", pickle), .. storages.Select(storage => ($"archive/data/{storage.Key}", storage.Numbers)), ("archive/version", "3\n"u8.ToArray())]);

    public static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] entries) => FormatSamples.Written(target =>
    {
        using var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, content) in entries)
        {
            using var entry = archive.CreateEntry(name, level).Open();
            entry.Write(content);
        }
    });

    public PickleText Raw(string opcodes)
    {
        _bytes.AddRange(Encoding.Latin1.GetBytes(opcodes));
        return this;
    }

    public PickleText Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        _bytes.AddRange([(byte)'X', .. BitConverter.GetBytes(bytes.Length), .. bytes]);
        return this;
    }

    public PickleText Whole(int number)
    {
        _bytes.AddRange([(byte)'J', .. BitConverter.GetBytes(number)]);
        return this;
    }

    public PickleText Tuple(params int[] numbers)
    {
        Raw("(");
        foreach (var number in numbers)
        {
            Whole(number);
        }

        return Raw("t");
    }

    public PickleText Call(string module, string name, Action<PickleText> arguments)
    {
        Raw($"c{module}\n{name}\n(");
        arguments(this);
        return Raw("tR");
    }

    /// <summary>torch._utils._rebuild_tensor_v2 of a storage.</summary>
    public PickleText Tensor((string Type, string Key, int Count) storage, int offset, int[] shape, int[] strides) => Call("torch._utils", "_rebuild_tensor_v2", pickle => pickle
        .Raw("(").Text("storage").Raw($"ctorch\n{storage.Type}Storage\n").Text(storage.Key).Text("cpu").Whole(storage.Count).Raw("tQ")
        .Whole(offset).Tuple(shape).Tuple(strides).Raw("\x89").Call("collections", "OrderedDict", _ => { }));

    public byte[] End() => Raw(".").Bytes;
}
