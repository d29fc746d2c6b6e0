using System.IO.Compression;
using System.Text;
using LiftedActors.Model.Formats;

namespace LiftedActors.Model.Tests.Formats;

public sealed class NpzTests
{
    private static readonly TensorFile Sample = new(
        [
            Tensor.Of("layers.0.weight", [2, 3], new[] { 1.5f, -2, float.NaN, 0, float.MaxValue, 1e-30f }),
            Tensor.Of("bytes", [3], new byte[] { 1, 2, 255 }),
            Tensor.Of("empty", [0, 4], ReadOnlySpan<float>.Empty),
            Tensor.Of("scalar", [], new[] { Math.PI }),
            new Tensor("flags", TensorType.BOOL, [2], new byte[] { 1, 0 }),
            new Tensor("half", TensorType.F16, [1], BitConverter.GetBytes((Half)0.5)),
            new Tensor("steps", TensorType.I64, [1, 1, 2], new byte[] { 0, 0, 0, 0, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255 }),
        ],
        new Dictionary<string, string>());

    [Fact]
    public void WhatIsWrittenIsReadBack()
    {
        var bytes = Write(Sample);
        var (format, read) = Read(bytes);
        Assert.Equal(TensorFormat.Npz, format);
        Assert.Equal(Sample.Tensors.Select(Content), read.Tensors.Select(Content));
        Assert.Equal(bytes, Write(read));
        Assert.All(Sample.Tensors, tensor => Assert.Equal(Content(new Tensor("array", tensor.Type, tensor.Shape, tensor.Bytes)), Content(Read(WriteArray(tensor)).File["array"])));
    }

    [Fact]
    public void ElementsAreAlignedAndBrainFloatsWidened()
    {
        Assert.Equal(0, (WriteArray(Sample["layers.0.weight"]).Length - 24) % 64);
        var widened = Read(WriteArray(new Tensor("a", TensorType.BF16, [2], new byte[] { 0x80, 0x3F, 0x49, 0xC0 }))).File["array"];
        Assert.Equal((TensorType.F32, 1, -3.140625), (widened.Type, widened[0], widened[1]));
    }

    [Fact]
    public void FortranOrderIsTurned()
    {
        // [[0, 1, 2], [3, 4, 5]] column after column.
        var read = Read(Array("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", [0, 3, 1, 4, 2, 5])).File["array"];
        Assert.Equal(new byte[] { 0, 1, 2, 3, 4, 5 }, read.Bytes.ToArray());
    }

    [Fact]
    public void CompressedArchivesAndAllVersionsAreRead()
    {
        var array = Array("{'descr': '<i2', 'fortran_order': False, 'shape': (2,)}", [1, 0, 255, 255], version: 2);
        var read = Read(PickleText.Zip(CompressionLevel.SmallestSize, ("a.npy", array), ("b.npy", WriteArray(Sample["scalar"])))).File;
        Assert.Equal((1, -1, Math.PI), (read["a"][0], read["a"][1], read["b"][0]));
        Assert.Equal(7, Read(Array("{'descr':'<u4','fortran_order':False,'shape':()}", [7, 0, 0, 0], version: 3)).File["array"][0]);
    }

    public static TheoryData<string, string> BadHeaders => new()
    {
        { "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "Python objects" },
        { "{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", "big-endian" },
        { "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "<c8" },
        { "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "another form" },
        { "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }", "another form" },
        { "{'descr': '<f4', 'fortran_order': False}", "another form" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': '1'}", "another form" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': 1}", "another form" },
        { "__import__('os').system('touch /tmp/canary')", "another form" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (1 1,), }", "shape" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }", "shape" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000, 1000000, 1000000, 1000000), }", "larger than" },
        { "{'descr': '<f8', 'fortran_order': False, 'shape': (200000000,), }", "ends after" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "ends after" },
        { "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }", "goes on" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }" + "                                                                               x", "another form" },
    };

    [Theory]
    [MemberData(nameof(BadHeaders))]
    public void ABadHeaderIsRefusedWithoutMemory(string header, string named)
    {
        var bytes = Array(header, new byte[4]);
        Assert.Contains(named, Assert.Throws<DataFormatException>(() => Read(bytes)).Message, StringComparison.Ordinal);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DataFormatException>(() => Read(bytes));
        Assert.Throws<DataFormatException>(() => Read(PickleText.Zip(CompressionLevel.NoCompression, ("a.npy", bytes))));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void EveryTruncationIsRefusedAndNoFlippedByteEscapes()
    {
        foreach (var bytes in new[] { Write(Sample), WriteArray(Sample["layers.0.weight"]) })
        {
            for (var length = 0; length < bytes.Length; length += 5)
            {
                Assert.Throws<DataFormatException>(() => Read(bytes[..length]));
            }

            for (var i = 0; i < bytes.Length; i += 2)
            {
                var damaged = (byte[])bytes.Clone();
                damaged[i] ^= 0x11;
                var fault = Record.Exception(() => Read(damaged));
                Assert.True(fault is null or DataFormatException, $"byte {i}: {fault}");
            }
        }
    }

    private static string Content(Tensor tensor) => $"{tensor.Name} {tensor.Type} {string.Join('x', tensor.Shape)} {Convert.ToHexString(tensor.Bytes.Span)}";

    private static byte[] Array(string header, byte[] elements, byte version = 1)
    {
        var text = Encoding.Latin1.GetBytes(header + '\n');
        return [0x93, .. "NUMPY"u8, version, 0, .. version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes(text.Length), .. text, .. elements];
    }

    private static byte[] Write(TensorFile file) => FormatSamples.Written(target => Npz.Write(target, file));

    private static byte[] WriteArray(Tensor tensor) => FormatSamples.Written(target => Npy.Write(target, tensor));

    private static (TensorFormat Format, TensorFile File) Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return TensorFormats.Read(stream);
    }
}
