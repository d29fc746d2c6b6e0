using System.Text;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Tests.Formats;

public sealed class ImagePairsTests
{
    private static readonly ImageShape Shape = new(2, 3);
    private static readonly PairsOrigin Origin = new("gaussian-blur:edges=zero,sigma=1.5,size=9", 0.05, -3, 60_000, "phantoms");

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void WhatIsWrittenIsReadBack(int labels)
    {
        var pairs = Pairs(labels);
        var read = Read(Write(pairs));
        Assert.Equal((Shape, 2, Origin), (read.Shape, read.Count, read.Origin));
        Assert.Equal(pairs.Clean.ToArray(), read.Clean.ToArray());
        Assert.Equal(pairs.Degraded.ToArray(), read.Degraded.ToArray());
        Assert.Equal(pairs.Labels.ToArray(), read.Labels.ToArray());
        Assert.Equal(Write(pairs), Write(read));
    }

    [Fact]
    public void AFlippedByteOfAnImageIsRefused()
    {
        var bytes = Write(Pairs(2));
        var start = 8 + (int)BitConverter.ToInt64(bytes);
        for (var i = start; i < bytes.Length; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= 1;
            Assert.Contains("SHA-256", Refused(damaged).Message, StringComparison.Ordinal);
        }

        Assert.Equal((2 * 2 * 6 * 4) + 2, bytes.Length - start);
    }

    [Fact]
    public void AFlippedByteOfTheHeaderNeverEscapes()
    {
        var bytes = Write(Pairs(2));
        for (var i = 0; i < 8 + (int)BitConverter.ToInt64(bytes); i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= 1;
            var fault = Record.Exception(() => Read(damaged));
            Assert.True(fault is null or DataFormatException, $"byte {i}: {fault}");
        }
    }

    [Theory]
    [InlineData("format", "formal")]
    [InlineData("sha256", "sha257")]
    [InlineData("clean\":{", "cleam\":{")]
    [InlineData("\"seed\":\"-3\"", "\"seed\":\"x3\"")]
    [InlineData("\"noise\"", "\"noisy\"")]
    [InlineData("[2,2,3]", "[2,3,2]")]
    [InlineData("[2,2,3]", "[12,1] ")]
    public void AnotherHeaderIsRefused(string text, string other)
    {
        var bytes = Write(Pairs(0));
        var headerBytes = (int)BitConverter.ToInt64(bytes);
        var header = Encoding.UTF8.GetString(bytes, 8, headerBytes);
        var at = header.IndexOf(text, StringComparison.Ordinal);
        Encoding.UTF8.GetBytes(header[..at] + other + header[(at + text.Length)..]).CopyTo(bytes, 8);
        Refused(bytes);
    }

    [Fact]
    public void UnequalLengthsAreRefused()
    {
        Assert.Throws<ArgumentException>(() => new ImagePairs(Shape, new Real[12], new Real[6], [], Origin));
        Assert.Throws<ArgumentException>(() => new ImagePairs(Shape, new Real[7], new Real[7], [], Origin));
        Assert.Throws<ArgumentException>(() => new ImagePairs(Shape, new Real[12], new Real[12], [1], Origin));
    }

    private static ImagePairs Pairs(int labels)
    {
        Real[] clean = [.. Enumerable.Range(0, 12).Select(i => (Real)(i / 16.0))];
        return new ImagePairs(Shape, clean, Array.ConvertAll(clean, value => value - 2), [.. Enumerable.Range(7, labels).Select(i => (byte)i)], Origin);
    }

    private static byte[] Write(ImagePairs pairs) => FormatSamples.Written(target => pairs.Write(target));

    private static ImagePairs Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return ImagePairs.Read(stream);
    }

    private static DataFormatException Refused(byte[] bytes) => Assert.Throws<DataFormatException>(() => Read(bytes));
}
