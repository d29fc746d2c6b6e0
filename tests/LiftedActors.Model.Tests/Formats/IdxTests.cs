using LiftedActors.Model.Formats;

namespace LiftedActors.Model.Tests.Formats;

public sealed class IdxTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatIsWrittenIsReadBack(bool isCompressed)
    {
        var plain = FormatSamples.Idx(5, 3, 4);
        var array = Read(isCompressed ? FormatSamples.Gzip(plain) : plain);
        Assert.Equal([5, 3, 4], array.Lengths);
        Assert.Equal((5, 12), (array.Count, array.ItemSize));
        Assert.Equal(plain, FormatSamples.Written(target => Idx.Write(target, array)));
    }

    [Fact]
    public void ItemsBecomeGreyValues()
    {
        var array = Read(FormatSamples.Idx(5, 3, 4));
        var target = new Real[24];
        array.CopyGreyValues(2, target);
        Assert.All(target, (value, i) => Assert.Equal(array.Values[24 + i] / 255.0, value, 1e-7));
        Assert.Throws<ArgumentException>(() => array.CopyGreyValues(4, target));
        Assert.Throws<ArgumentException>(() => array.CopyGreyValues(0, new Real[5]));
        Assert.Throws<ArgumentException>(() => array.CopyGreyValues(-1, target));
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        var plain = FormatSamples.Idx(5, 3, 4);
        var compressed = FormatSamples.Gzip(plain);
        for (var length = 0; length < plain.Length; length++)
        {
            Refused(plain[..length]);
        }

        for (var length = 0; length < compressed.Length; length++)
        {
            Refused(compressed[..length]);
        }
    }

    // The bits between the last code and the next byte mean nothing: a flip there may pass, but only with the same content.
    [Fact]
    public void AFlippedByteOfACompressedFileNeverChangesTheContent()
    {
        var plain = FormatSamples.Idx(5, 3, 4);
        var compressed = FormatSamples.Gzip(plain);
        var harmless = 0;
        for (var i = 10; i < compressed.Length; i++)
        {
            var damaged = (byte[])compressed.Clone();
            damaged[i] ^= 0x10;
            var fault = Record.Exception(() => Assert.Equal(plain, FormatSamples.Written(target => Idx.Write(target, Read(damaged)))));
            Assert.True(fault is null or DataFormatException, $"byte {i}: {fault}");
            harmless += fault is null ? 1 : 0;
        }

        Assert.InRange(harmless, 0, 1);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 8, 1, 0, 0, 0, 1, 7 }, "no IDX")]
    [InlineData(new byte[] { 0, 0, 8, 0, 7 }, "no IDX")]
    [InlineData(new byte[] { 0, 0, 13, 1, 0, 0, 0, 1, 0, 0, 0, 7 }, "0x0D")]
    [InlineData(new byte[] { 0, 0, 8, 1, 255, 255, 255, 255, 7 }, "4294967295")]
    [InlineData(new byte[] { 0, 0, 8, 2, 127, 255, 255, 255, 127, 255, 255, 255, 7 }, "cannot be")]
    [InlineData(new byte[] { 0, 0, 8, 3, 127, 255, 255, 255, 127, 255, 255, 255, 127, 255, 255, 255 }, "cannot be")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 7, 7 }, "goes on")]
    public void AFaultIsNamed(byte[] bytes, string fault)
    {
        Assert.Contains(fault, Refused(bytes).Message, StringComparison.Ordinal);
        Refused(FormatSamples.Gzip(bytes));
    }

    [Fact]
    public void ALyingLengthTakesNoMemory()
    {
        byte[] lie = [0, 0, 8, 1, 0x70, 0, 0, 0, 7];
        Refused(lie);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(lie);
        Refused(FormatSamples.Gzip(lie));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 22);
    }

    [Fact]
    public void RealFilesAreReadWhereTheyAreAtHand()
    {
        Assert.Equal(60, Read(FormatSamples.Gzip(FormatSamples.Idx(5, 3, 4))).Values.Length);
        foreach (var path in FormatSamples.RealFiles("mnist", "*images*.gz"))
        {
            using var stream = File.OpenRead(path);
            var array = Idx.Read(stream);
            Assert.Equal([28, 28], array.Lengths.Skip(1));
            Assert.Contains(array.Count, new[] { 10_000, 60_000 });
        }
    }

    private static IdxArray Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return Idx.Read(stream);
    }

    private static DataFormatException Refused(byte[] bytes) => Assert.Throws<DataFormatException>(() => Read(bytes));
}
