using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Tests.Formats;

public sealed class PngTests
{
    private const int Height = 11;
    private const int Width = 13;

    public static TheoryData<int, int> Kinds => new()
    {
        { 0, 1 }, { 0, 2 }, { 0, 4 }, { 0, 8 }, { 0, 16 },
        { 2, 8 }, { 2, 16 },
        { 3, 1 }, { 3, 2 }, { 3, 4 }, { 3, 8 },
        { 4, 8 }, { 4, 16 },
        { 6, 8 }, { 6, 16 },
    };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 8)]
    [InlineData(30, 57)]
    public void WhatIsWrittenIsReadBack(int height, int width)
    {
        var image = height < 8 ? new Image(new ImageShape(height, width)) : FormatSamples.Picture(height, width);
        var read = Read(FormatSamples.Written(target => Png.Write(target, image)));
        Assert.Equal(image.Shape, read.Shape);
        Assert.Equal(image.ToBytes(), read.ToBytes());
    }

    [Fact]
    public void ColoursBecomeGreyByTheirWeights()
    {
        byte[] colours = [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255];
        var grey = Read(FormatSamples.Written(target => Png.WriteColour(target, new ImageShape(2, 2), colours))).Pixels.ToArray();
        Assert.All(grey.Zip([0.299, 0.587, 0.114, 1.0]), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
        Assert.Throws<ArgumentException>(() => Png.WriteColour(Stream.Null, new ImageShape(2, 2), colours.AsSpan(1)));
    }

    // Every colour type and depth, each row under another of the five filters, data in two chunks.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryKindOfPictureIsRead(int colourType, int bits)
    {
        var channels = colourType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        var (samples, rows) = Samples(channels, bits);
        var palette = Enumerable.Range(0, 3 << bits).Select(i => (byte)((i * 37) + 5)).Take(768).ToArray();
        var bytes = FormatSamples.Png(FormatSamples.PngHeader(Width, Height, bits, colourType), rows, Math.Max(1, channels * bits / 8), colourType == 3 ? palette : null);
        var image = Read(bytes);
        Assert.Equal(new ImageShape(Height, Width), image.Shape);
        for (var i = 0; i < Height * Width; i++)
        {
            double Channel(int k) => samples[(i * channels) + k] / (double)((1 << bits) - 1);
            double Entry(int k) => palette[(3 * samples[i]) + k] / 255.0;
            var expected = colourType switch
            {
                3 => (0.299 * Entry(0)) + (0.587 * Entry(1)) + (0.114 * Entry(2)),
                2 or 6 => (0.299 * Channel(0)) + (0.587 * Channel(1)) + (0.114 * Channel(2)),
                _ => Channel(0),
            };
            Assert.Equal(expected, image.Pixels[i], 1e-6);
        }

        using var stream = new MemoryStream(bytes);
        var colours = Png.ReadChannels(stream);
        Assert.Equal(colourType is 0 or 4 ? 1 : 3, colours.Count);
        for (var i = 0; i < Height * Width * colours.Count; i++)
        {
            var (pixel, k) = (i / colours.Count, i % colours.Count);
            var expected = colourType == 3 ? palette[(3 * samples[pixel]) + k] / 255.0 : samples[(pixel * channels) + k] / (double)((1 << bits) - 1);
            Assert.Equal(expected, colours[k].Pixels[pixel], 1e-6);
        }
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        var bytes = Written();
        for (var length = 0; length < bytes.Length; length++)
        {
            Refused(bytes[..length]);
        }
    }

    [Fact]
    public void EveryFlippedByteIsRefused()
    {
        var bytes = Written();
        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= 0x20;
            Refused(damaged);
        }
    }

    [Theory]
    [InlineData(Width, Height + 1, "its data end in row 11")]
    [InlineData(Width, Height - 1, "go on after the last row")]
    [InlineData(60_000, 4_000, "cannot hold them")]
    [InlineData(60_000, 60_000, "only images up to")]
    [InlineData(-1, 1, "only images up to")]
    [InlineData(0, 1, "only images up to")]
    public void ALieAboutTheSizeIsRefused(int width, int height, string fault)
    {
        var bytes = FormatSamples.Png(FormatSamples.PngHeader(width, height, 8, 0), Samples(1, 8).Rows, 1);
        Refused(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(fault, Refused(bytes).Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Theory]
    [InlineData(8, 0, 1, "interlaced")]
    [InlineData(3, 0, 0, "colour type 0 with 3 bits")]
    [InlineData(4, 2, 0, "colour type 2 with 4 bits")]
    [InlineData(8, 5, 0, "colour type 5")]
    [InlineData(8, 3, 0, "palette")]
    public void AKindThatIsNotReadIsNamed(int bits, int colourType, int interlace, string fault)
    {
        var bytes = FormatSamples.Png(FormatSamples.PngHeader(Width, Height, bits, colourType, interlace), Samples(1, 8).Rows, 1);
        Assert.Contains(fault, Refused(bytes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AColourOutsideThePaletteIsRefused()
    {
        var bytes = FormatSamples.Png(FormatSamples.PngHeader(Width, Height, 8, 3), Samples(1, 8).Rows, 1, [1, 2, 3]);
        Assert.Contains("only 1 colours", Refused(bytes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownCriticalChunkIsRefused()
    {
        var bytes = Written();
        byte[] changed = [.. bytes[..33], .. FormatSamples.Chunk("ABCD", [1]), .. bytes[33..]];
        Assert.Contains("ABCD", Refused(changed).Message, StringComparison.Ordinal);
        byte[] harmless = [.. bytes[..33], .. FormatSamples.Chunk("abCD", [1]), .. bytes[33..]];
        Assert.Equal(Read(bytes).ToBytes(), Read(harmless).ToBytes());
    }

    [Fact]
    public void RealPicturesAreReadWhereTheyAreAtHand()
    {
        Assert.Equal(new ImageShape(9, 14), Read(FormatSamples.Written(target => Png.Write(target, FormatSamples.Picture(9, 14)))).Shape);
        foreach (var path in FormatSamples.RealFiles("bsd/set12", "*.png").Concat(FormatSamples.RealFiles("bsd/train400", "*.png").Take(20)))
        {
            var image = Read(File.ReadAllBytes(path));
            Assert.True(image.Height >= 180 && image.Pixels.ToArray().Distinct().Count() > 50);
            Assert.Equal(image.ToBytes(), Read(FormatSamples.Written(target => Png.Write(target, image))).ToBytes());
        }
    }

    private static byte[] Written() => FormatSamples.Written(target => Png.Write(target, FormatSamples.Picture(9, 14)));

    // Random samples and the rows they are packed into.
    private static (int[] Values, byte[][] Rows) Samples(int channels, int bits)
    {
        var stream = new RandomStream(3, "png", channels, bits);
        var values = new int[Height * Width * channels];
        var rows = new byte[Height][];
        for (var y = 0; y < Height; y++)
        {
            rows[y] = new byte[((Width * channels * bits) + 7) / 8];
            for (var k = 0; k < Width * channels; k++)
            {
                var value = values[(y * Width * channels) + k] = stream.NextInt(1 << bits);
                for (var bit = 0; bit < bits; bit++)
                {
                    var at = (k * bits) + bit;
                    rows[y][at / 8] |= (byte)(((value >> (bits - 1 - bit)) & 1) << (7 - (at % 8)));
                }
            }
        }

        return (values, rows);
    }

    private static Image Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return Png.Read(stream);
    }

    private static DataFormatException Refused(byte[] bytes) => Assert.Throws<DataFormatException>(() => Read(bytes));
}
