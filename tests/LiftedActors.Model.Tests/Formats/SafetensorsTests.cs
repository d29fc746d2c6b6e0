using System.Text;
using LiftedActors.Model.Formats;

namespace LiftedActors.Model.Tests.Formats;

public sealed class SafetensorsTests
{
    private static readonly TensorFile Sample = new(
        [
            Tensor.Of("bytes", [3], new byte[] { 1, 2, 255 }),
            Tensor.Of("layers.0.weight", [2, 3], new[] { 1.5f, -2, float.NaN, 0, float.MaxValue, 1e-30f }),
            Tensor.Of("empty", [0, 4], ReadOnlySpan<float>.Empty),
            Tensor.Of("scalar", [], new[] { Math.PI }),
            new Tensor("labels", TensorType.I32, [2], new byte[] { 0, 0, 0, 128, 7, 0, 0, 0 }),
            new Tensor("steps", TensorType.I64, [1, 1, 2], new byte[] { 0, 0, 0, 0, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255 }),
        ],
        new Dictionary<string, string> { ["operator"] = "gaussian-blur:size=9", ["text"] = "σ \"quoted\"\n" });

    [Fact]
    public void WhatIsWrittenIsReadBack()
    {
        var bytes = Write(Sample);
        var read = Read(bytes);
        Assert.Equal(Sample.Metadata.OrderBy(pair => pair.Key), read.Metadata.OrderBy(pair => pair.Key));
        Assert.Equal(Sample.Tensors.Count, read.Tensors.Count);
        Assert.All(Sample.Tensors, tensor =>
        {
            Assert.Equal(tensor.Type, read[tensor.Name].Type);
            Assert.Equal(tensor.Shape, read[tensor.Name].Shape);
            Assert.Equal(tensor.Bytes.ToArray(), read[tensor.Name].Bytes.ToArray());
        });
        Assert.Equal(bytes, Write(read));
    }

    [Fact]
    public void TensorsAreAlignedToTheirElements()
    {
        var bytes = Write(Sample);
        var headerBytes = (int)BitConverter.ToInt64(bytes);
        Assert.Equal(0, headerBytes % 8);
        Assert.All(SafetensorsHeader.Parse(bytes[8..(8 + headerBytes)]).Entries, entry => Assert.Equal(0, entry.Begin % Tensor.SizeOf(entry.Type)));
    }

    [Fact]
    public void ValuesOfEveryTypeComeOut()
    {
        Real[] Values(string name)
        {
            var values = new Real[Sample[name].Count];
            Sample[name].CopyTo(values);
            return values;
        }

        Assert.Equal([(Real)1.5, -2, Real.NaN, 0, float.MaxValue, 1e-30f], Values("layers.0.weight"));
        Assert.Equal([int.MinValue, 7], Values("labels"));
        Assert.Equal([1L << 32, -1], Values("steps"));
        Assert.Equal([1, 2, 255], Values("bytes"));
        Assert.Equal([(Real)Math.PI], Values("scalar"));
        Assert.Throws<ArgumentException>(() => Sample["labels"].CopyTo(new Real[3]));
        Assert.Contains("labels", Assert.Throws<DataFormatException>(() => Sample["lables"]).Message, StringComparison.Ordinal);
        Assert.True(Sample.Contains("labels") && !Sample.Contains("lables"));
    }

    [Fact]
    public void EveryTruncationAndEveryAdditionIsRefused()
    {
        var bytes = Write(Sample);
        for (var length = 0; length < bytes.Length; length++)
        {
            Refused(bytes[..length]);
        }

        Refused([.. bytes, 0]);
    }

    // The format has no check sum: a flipped byte of the header must be refused or leave a well-formed file, never another fault.
    [Fact]
    public void AFlippedByteOfTheHeaderNeverEscapes()
    {
        var bytes = Write(Sample);
        var header = 8 + (int)BitConverter.ToInt64(bytes);
        for (var i = 0; i < header; i++)
        {
            foreach (var flip in new byte[] { 1, 0x10, 0x80 })
            {
                var damaged = (byte[])bytes.Clone();
                damaged[i] ^= flip;
                var fault = Record.Exception(() => Read(damaged));
                Assert.True(fault is null or DataFormatException, $"byte {i}: {fault}");
            }
        }
    }

    public static TheoryData<string, int> BadHeaders => new()
    {
        { "{}", 1 },
        { "[]", 0 },
        { "{", 0 },
        { "7", 0 },
        { """{"a":7}""", 0 },
        { """{"a":{"dtype":"F32","shape":[1]}}""", 4 },
        { """{"a":{"dtype":"F8_E5M2","shape":[1],"data_offsets":[0,1]}}""", 1 },
        { """{"a":{"dtype":"0","shape":[1],"data_offsets":[0,1]}}""", 1 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", 8 },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,0]}}""", 4 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 0 },
        { """{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4 },
        { """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,6]}}""", 6 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 4 },
        { """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6 },
        { """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[1],"data_offsets":[5,6]}}""", 6 },
        { """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2 },
        { """{"__metadata__":{"a":7}}""", 0 },
        { """{"a":{"dtype":"U8","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,1]}}""", 1 },
    };

    [Theory]
    [MemberData(nameof(BadHeaders))]
    public void ABadHeaderIsRefused(string header, int dataBytes) => Refused(WithHeader(header, dataBytes));

    [Fact]
    public void ALyingSizeTakesNoMemory()
    {
        var lies = new[]
        {
            WithHeader("""{"a":{"dtype":"F64","shape":[200000000],"data_offsets":[0,1600000000]}}""", 8),
            [0xFF, 0xE0, 0xF5, 5, 0, 0, 0, 0, (byte)'{'],
        };
        foreach (var lie in lies)
        {
            Refused(lie);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Refused(lie);
            using var forwardsOnly = new PrefixedStream(lie, Stream.Null);
            Assert.Throws<DataFormatException>(() => Safetensors.Read(forwardsOnly));
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
        }
    }

    [Fact]
    public void AmbiguousContentIsNotWritten()
    {
        var tensor = Tensor.Of("a", [1], new byte[] { 1 });
        Assert.Throws<ArgumentException>(() => new TensorFile([tensor, tensor], new Dictionary<string, string>()));
        Assert.Throws<ArgumentException>(() => new TensorFile([Tensor.Of("__metadata__", [1], new byte[] { 1 })], new Dictionary<string, string>()));
        Assert.Throws<ArgumentException>(() => Tensor.Of("a", [2], new[] { 1f }));
        Assert.Throws<ArgumentException>(() => Tensor.Of("a", [-1], ReadOnlySpan<byte>.Empty));
    }

    private static byte[] WithHeader(string header, int dataBytes) =>
        [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), .. new byte[dataBytes]];

    private static byte[] Write(TensorFile file) => FormatSamples.Written(target => Safetensors.Write(target, file));

    private static TensorFile Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return Safetensors.Read(stream);
    }

    private static void Refused(byte[] bytes) => Assert.Throws<DataFormatException>(() => Read(bytes));
}
