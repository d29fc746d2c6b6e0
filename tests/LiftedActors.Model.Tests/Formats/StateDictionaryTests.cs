using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Formats.PyTorch;

namespace LiftedActors.Model.Tests.Formats;

public sealed class StateDictionaryTests
{
    private static readonly float[] Six = [1.5f, -2, float.NaN, 0, float.MaxValue, 1e-30f];

    private static readonly byte[] Sample = PickleText.Archive(
        PickleText.StateDictionary(
            ("0.weight", pickle => pickle.Tensor(("Float", "0", 6), 0, [2, 3], [3, 1])),
            ("0.bias", pickle => pickle.Call("torch._utils", "_rebuild_parameter", inner => inner
                .Tensor(("Float", "0", 6), 4, [2], [1]).Raw("\x88").Call("collections", "OrderedDict", _ => { }))),
            ("transposed", pickle => pickle.Tensor(("Float", "0", 6), 0, [3, 2], [1, 3])),
            ("repeated", pickle => pickle.Tensor(("Float", "0", 6), 1, [2, 2], [0, 0])),
            ("scalar", pickle => pickle.Tensor(("Double", "1", 1), 0, [], [])),
            ("empty", pickle => pickle.Tensor(("Float", "0", 6), 0, [0, 4], [4, 1])),
            ("half", pickle => pickle.Tensor(("Half", "2", 2), 0, [2], [1])),
            ("brain", pickle => pickle.Tensor(("BFloat16", "3", 2), 0, [2], [1])),
            ("steps", pickle => pickle.Tensor(("Long", "4", 1), 0, [1], [1])),
            ("flags", pickle => pickle.Tensor(("Bool", "5", 3), 0, [3], [1]))),
        ("0", MemoryMarshal.AsBytes<float>(Six).ToArray()),
        ("1", BitConverter.GetBytes(Math.PI)),
        ("2", [.. BitConverter.GetBytes((Half)1.5), .. BitConverter.GetBytes(Half.NegativeInfinity)]),
        ("3", [0x80, 0x3F, 0x49, 0xC0]),
        ("4", BitConverter.GetBytes(-1L << 40)),
        ("5", [1, 0, 1]));

    [Fact]
    public void TensorsComeOutToTheBit()
    {
        var file = Read(Sample);
        Assert.Equal(["0.weight", "0.bias", "transposed", "repeated", "scalar", "empty", "half", "brain", "steps", "flags"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(MemoryMarshal.AsBytes<float>(Six).ToArray(), file["0.weight"].Bytes.ToArray());
        Assert.Equal([2, 3], file["0.weight"].Shape);
        Assert.Equal(MemoryMarshal.AsBytes<float>(Six.AsSpan(4)).ToArray(), file["0.bias"].Bytes.ToArray());
        Assert.Equal([1.5, 0, -2, float.MaxValue, double.NaN, 1e-30f], Values(file["transposed"]));
        Assert.Equal([-2, -2, -2, -2], Values(file["repeated"]));
        Assert.Equal([Math.PI], Values(file["scalar"]));
        Assert.Equal([0, 4], file["empty"].Shape);
        Assert.Equal([1.5, double.NegativeInfinity], Values(file["half"]));
        Assert.Equal([1, -3.140625], Values(file["brain"]));
        Assert.Equal([-1L << 40], Values(file["steps"]));
        Assert.Equal([1, 0, 1], Values(file["flags"]));
        Assert.Equal(TensorFormat.PyTorch, ReadAny(Sample).Format);
    }

    [Fact]
    public void AnEmptyTensorMayHaveAnyOtherLengths()
    {
        int[] shape = [int.MaxValue, int.MaxValue, int.MaxValue, 0];
        foreach (var strides in (int[][])[[0, 0, 0, 1], [0, 0, 1, 1]])
        {
            var tensor = Read(PickleText.Archive(PickleText.StateDictionary(("a", pickle => pickle.Tensor(("Float", "0", 6), 0, shape, strides))), ("0", new byte[24])))["a"];
            Assert.Equal(0, tensor.Count);
            Assert.Equal(shape, tensor.Shape);
        }

        Assert.Equal(0, new Tensor("a", TensorType.F64, shape, ReadOnlyMemory<byte>.Empty).Count);
        Assert.Throws<ArgumentException>(() => new Tensor("a", TensorType.F64, shape[..3], ReadOnlyMemory<byte>.Empty));
    }

    [Fact]
    public void TensorsOfNestedDictionariesHaveTheNamesOfAllOfThem()
    {
        // {"epoch": 3, "rate": 0.5, "name": None, "state_dict": OrderedDict(w = …), "list": [(tensor,), {7: tensor}]} in protocol 4.
        var pickle = new PickleText().Raw("\x95\0\0\0\0\0\0\0\0}\x94(").Text("epoch").Raw("K\x03").Text("rate").Raw("G?\xE0\0\0\0\0\0\0").Text("name").Raw("N")
            .Text("state_dict").Call("collections", "OrderedDict", _ => { }).Text("w").Tensor(("Float", "0", 6), 0, [6], [1]).Raw("s")
            .Text("list").Raw("](").Tensor(("Float", "0", 6), 0, [1], [1]).Raw("\x85").Raw("}M\x07\0").Tensor(("Float", "0", 6), 1, [1], [1]).Raw("se")
            .Raw("u").End();
        pickle[1] = 4;
        var file = Read(PickleText.Archive(pickle, ("0", MemoryMarshal.AsBytes<float>(Six).ToArray())));
        Assert.Equal(["state_dict.w", "list.0.0", "list.1.7"], file.Tensors.Select(tensor => tensor.Name));
    }

    /// <summary>Pickles that would run code, or do anything but hold tensors, with what the refusal names.</summary>
    public static TheoryData<string, string, string> Hostile => new()
    {
        { "os.system by GLOBAL and REDUCE", "cos\nsystem\nX\x05\0\0\0touch\x85R.", "os.system" },
        { "os.system by STACK_GLOBAL", "X\x05\0\0\0posixX\x06\0\0\0system\x93X\x05\0\0\0touch\x85R.", "posix.system" },
        { "builtins.eval", "c__builtin__\neval\n(X\x01\0\0\01tR.", "__builtin__.eval" },
        { "getattr of a known name", "c__builtin__\ngetattr\nctorch\nFloatStorage\nX\x04\0\0\0load\x86R.", "__builtin__.getattr" },
        { "subprocess by INST", "(X\x05\0\0\0touchisubprocess\nPopen\n.", "INST" },
        { "OBJ", "(cos\nsystem\no.", "os.system" },
        { "OBJ of a known name", "(ctorch\nFloatStorage\no.", "OBJ" },
        { "NEWOBJ", "ccollections\nOrderedDict\n)\x81.", "NEWOBJ" },
        { "NEWOBJ_EX", "ccollections\nOrderedDict\n)}\x92.", "NEWOBJ_EX" },
        { "EXT1", "\x82\x01.", "EXT1" },
        { "EXT2", "\x83\x01\0.", "EXT2" },
        { "EXT4", "\x84\x01\0\0\0.", "EXT4" },
        { "PERSID", "Pevil\n.", "PERSID" },
        { "__setstate__ by BUILD", "ctorch\nFloatStorage\n}b.", "BUILD" },
        { "BUILD with slots", "}N}\x86" + "b.", "BUILD" },
        { "a call of data", "ctorch\nFloatStorage\n)R.", "torch.FloatStorage" },
        { "a call of a dictionary", "})R.", "nothing to be called" },
        { "a whole model", "ctorch.nn.modules.linear\nLinear\n)\x81.", "torch.nn.modules.linear.Linear" },
        { "a name with a path", "ctorch._utils\n_rebuild_tensor_v2.__globals__\n.", "__globals__" },
        { "another module of the same name", "cevil\nOrderedDict\n)R.", "evil.OrderedDict" },
        { "another reference", "X\x03\0\0\0urlQ.", "no storage" },
        { "a storage with a path for a key", "(X\x07\0\0\0storagectorch\nFloatStorage\nX\x05\0\0\0../..X\x03\0\0\0cpuK\x01tQ.", "no storage" },
        { "OrderedDict of something", "ccollections\nOrderedDict\n]\x85R.", "OrderedDict" },
        { "a tensor of nothing", "ctorch._utils\n_rebuild_tensor_v2\n)R.", "_rebuild_tensor_v2" },
        { "DUP", "}2.", "0x32" },
        { "a long number", "\x8A\x09\x01\x01\x01\x01\x01\x01\x01\x01\x01.", "9 bytes" },
        { "protocol 0", "\x80\0N.", "protocol 0" },
        { "a text without its bytes", "X\xFF\xFF\xFF\xFF.", "ends before" },
        { "a memo that was never kept", "h\x05.", "never kept" },
        { "a group that was never opened", "t.", "did not open" },
        { "a group that is taken for a value", "(s.", "where there is none" },
        { "items of a list", "]NNs.", "no dictionary" },
        { "entries of a dictionary", "}Na.", "no list" },
        { "two values", "NN.", "more than one value" },
        { "no tensor", "}.", "no tensors" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void WhatIsNoDataIsRefusedByName(string what, string opcodes, string named)
    {
        var fault = Assert.Throws<DataFormatException>(() => Read(PickleText.Archive(new PickleText().Raw(opcodes).Bytes)));
        Assert.True(fault.Message.Contains(named, StringComparison.Ordinal), $"{what}: {fault.Message}");
    }

    [Fact]
    public void NothingIsExecuted()
    {
        var canary = Path.Combine(Path.GetTempPath(), $"canary-{Guid.NewGuid():N}");
        foreach (var shell in new[] { "posix\nsystem", "os\nsystem", "subprocess\ngetoutput" })
        {
            var pickle = new PickleText().Raw($"c{shell}\n").Text($"touch {canary}").Raw("\x85R").End();
            Assert.Throws<DataFormatException>(() => Read(PickleText.Archive(pickle)));
        }

        Assert.False(File.Exists(canary));
    }

    [Fact]
    public void BombsAreRefusedWithoutMemory()
    {
        var numbers = ("0", new byte[24]);
        var doubled = new PickleText().Raw("}").Text("a").Tensor(("Float", "0", 6), 0, [1], [1]).Raw("sq\0");
        for (var level = 1; level < 200; level++)
        {
            doubled.Raw($"}}(X\x01\0\0\0ah{(char)(level - 1)}X\x01\0\0\0bh{(char)(level - 1)}uq{(char)level}\x86");
        }

        // {"a…a": [0, 0, …]}
        var named = new PickleText().Raw("}").Text(new string('a', 1 << 20)).Raw("](").Raw(string.Concat(Enumerable.Repeat("K\0", 200))).Raw("es");
        var cases = new (string Name, byte[] Bytes)[]
        {
            ("a tree of shared parts", PickleText.Archive(doubled.End(), numbers)),
            ("a long name before every value", PickleText.Archive(named.End())),
            ("a dictionary that holds itself", PickleText.Archive(new PickleText().Raw("}q\0").Text("a").Raw("h\0s.").Bytes)),
            ("terabytes of one number", PickleText.Archive(PickleText.StateDictionary(("a", pickle => pickle.Tensor(("Float", "0", 6), 0, [1 << 20, 1 << 20], [0, 0]))), numbers)),
            ("more than fits a number of 64 bits", PickleText.Archive(PickleText.StateDictionary(("a", pickle => pickle.Tensor(("Float", "0", 6), 0, [int.MaxValue, int.MaxValue, int.MaxValue], [0, 0, 0]))), numbers)),
            ("a storage shorter than it says", PickleText.Archive(PickleText.StateDictionary(("a", pickle => pickle.Tensor(("Float", "0", int.MaxValue), 0, [1 << 20, 1 << 8], [1 << 8, 1]))), numbers)),
            ("a tensor beyond its storage", PickleText.Archive(PickleText.StateDictionary(("a", pickle => pickle.Tensor(("Float", "0", 6), 1, [6], [1]))), numbers)),
            ("a negative stride", PickleText.Archive(PickleText.StateDictionary(("a", pickle => pickle.Tensor(("Float", "0", 6), 5, [6], [-1]))), numbers)),
            ("a negative offset", PickleText.Archive(PickleText.StateDictionary(("a", pickle => pickle.Tensor(("Float", "0", 6), -1, [6], [1]))), numbers)),
            ("a missing storage", PickleText.Archive(PickleText.StateDictionary(("a", pickle => pickle.Tensor(("Float", "7", 6), 0, [6], [1]))), numbers)),
        };
        foreach (var (name, bytes) in cases)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(Record.Exception(() => Read(bytes)) is DataFormatException, name);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 200 << 20, name);
        }
    }

    [Fact]
    public void ADirectoryThatLiesIsRefused()
    {
        var zeros = PickleText.Zip(CompressionLevel.SmallestSize, ("archive/data.pkl", PickleText.StateDictionary(("a", pickle => pickle.Tensor(("Byte", "0", 1 << 20), 0, [1 << 20], [1])))), ("archive/data/0", new byte[1 << 20]));
        Assert.Equal(1 << 20, Read(zeros)["a"].Count);
        var entry = Find(zeros, "archive/data/0", last: true) - 46;
        foreach (var claimed in new[] { int.MaxValue - 1, (1 << 20) + 1, 1 << 19 })
        {
            var lie = (byte[])zeros.Clone();
            BinaryPrimitives.WriteInt32LittleEndian(lie.AsSpan(entry + 24), claimed);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<DataFormatException>(() => Read(lie));
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 16 << 20);
        }

        var damaged = (byte[])Sample.Clone();
        damaged[Find(damaged, "archive/data/0", last: false) + 20] ^= 1;
        Assert.Contains("check sum", Assert.Throws<DataFormatException>(() => Read(damaged)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryTruncationIsRefusedAndNoFlippedByteEscapes()
    {
        for (var length = 0; length < Sample.Length; length += 7)
        {
            Assert.Throws<DataFormatException>(() => ReadAny(Sample[..length]));
        }

        for (var i = 0; i < Sample.Length; i += 3)
        {
            var damaged = (byte[])Sample.Clone();
            damaged[i] ^= 0x11;
            var fault = Record.Exception(() => ReadAny(damaged));
            Assert.True(fault is null or DataFormatException, $"byte {i}: {fault}");
        }
    }

    [Fact]
    public void APickleItselfSurvivesNoFlipUnnoticedAsAnotherFault()
    {
        var pickle = PickleText.StateDictionary(("0.weight", text => text.Tensor(("Float", "0", 6), 0, [2, 3], [3, 1])));
        for (var i = 0; i < pickle.Length; i++)
        {
            foreach (var flip in new byte[] { 1, 0x20, 0x80 })
            {
                var damaged = (byte[])pickle.Clone();
                damaged[i] ^= flip;
                var fault = Record.Exception(() => Read(PickleText.Archive(damaged, ("0", new byte[24]))));
                Assert.True(fault is null or DataFormatException, $"byte {i}: {fault}");
            }
        }
    }

    [Fact]
    public void OtherFilesAreNamedWithTheMend()
    {
        Assert.Contains("1.6", Assert.Throws<DataFormatException>(() => ReadAny([0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, (byte)'.'])).Message, StringComparison.Ordinal);
        var script = PickleText.Zip(CompressionLevel.NoCompression, ("m/data.pkl", new PickleText().Raw("N.").Bytes), ("m/constants.pkl", []));
        Assert.Contains("TorchScript", Assert.Throws<DataFormatException>(() => Read(script)).Message, StringComparison.Ordinal);
        var big = PickleText.Zip(CompressionLevel.NoCompression, ("m/data.pkl", new PickleText().Raw("N.").Bytes), ("m/byteorder", "big"u8.ToArray()));
        Assert.Contains("'big'", Assert.Throws<DataFormatException>(() => Read(big)).Message, StringComparison.Ordinal);
        Assert.Contains("neither", Assert.Throws<DataFormatException>(() => ReadAny(PickleText.Zip(CompressionLevel.NoCompression, ("a.txt", [1])))).Message, StringComparison.Ordinal);
        Assert.Throws<DataFormatException>(() => ReadAny("\x89HDF\r\n\x1A\n……"u8.ToArray()));
    }

    private static double[] Values(Tensor tensor) => [.. Enumerable.Range(0, tensor.Count).Select(i => tensor[i])];

    private static int Find(byte[] bytes, string name, bool last) => last ? bytes.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(name)) : bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(name));

    private static TensorFile Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return StateDictionary.Read(stream);
    }

    private static (TensorFormat Format, TensorFile File) ReadAny(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return TensorFormats.Read(stream);
    }
}
