using LiftedActors.Model.Formats;

namespace LiftedActors.Model.Tests.Formats;

public sealed class ChecksumTests
{
    [Fact]
    public void TheSumsAreThoseOfTheStandards()
    {
        using var stream = new MemoryStream("abc"u8.ToArray());
        Assert.Equal("900150983cd24fb0d6963f7d28e17f72", Checksums.Md5(stream));
        stream.Position = 0;
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Checksums.Sha256(stream));
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Checksums.Sha256("abc"u8));
    }

    [Fact]
    public void ACopyIsToldByItsArchiveOrItsContent()
    {
        var plain = FormatSamples.Idx(2, 3, 4);
        var archive = FormatSamples.Gzip(plain);
        var again = FormatSamples.Gzip(plain);
        again[9] ^= 1; // The byte of the header that names the operating system: the same content, other bytes.
        var file = new MnistFile("sample", Md5(archive), Md5(plain));
        Assert.Equal(MnistCopy.Original, Verify(file, archive));
        Assert.Equal(MnistCopy.Unpacked, Verify(file, plain));
        Assert.Equal(MnistCopy.CompressedAgain, Verify(file, again));
    }

    [Fact]
    public void AnotherFileIsRefused()
    {
        var plain = FormatSamples.Idx(2, 3, 4);
        var file = new MnistFile("sample", Md5(FormatSamples.Gzip(plain)), Md5(plain));
        plain[^1] ^= 1;
        Assert.Contains("not the published one", Assert.Throws<DataFormatException>(() => Verify(file, plain)).Message, StringComparison.Ordinal);
        Assert.Throws<DataFormatException>(() => Verify(file, FormatSamples.Gzip(plain)));
        Assert.Throws<DataFormatException>(() => Verify(file, FormatSamples.Gzip(plain)[..^9]));
        Assert.Throws<DataFormatException>(() => Verify(file, []));
    }

    [Fact]
    public void RealFilesAgreeWithThePublishedSumsWhereTheyAreAtHand()
    {
        Assert.Equal(4, MnistFile.All.SelectMany(file => new[] { file.ArchiveMd5, file.ContentMd5 }).Distinct().Count() / 2);
        foreach (var path in FormatSamples.RealFiles("mnist", "*ubyte*"))
        {
            using var stream = File.OpenRead(path);
            var name = Path.GetFileName(path).Replace(".gz", string.Empty, StringComparison.Ordinal);
            Assert.True(Enum.IsDefined(MnistFile.All.Single(file => file.Name == name).Verify(stream)));
        }
    }

    private static string Md5(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return Checksums.Md5(stream);
    }

    private static MnistCopy Verify(MnistFile file, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return file.Verify(stream);
    }
}
