using System.Text;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Tests.Formats;

public sealed class PgmTests
{
    [Fact]
    public void WhatIsWrittenIsReadBack()
    {
        var image = FormatSamples.Picture(9, 14);
        var read = Read(FormatSamples.Written(target => Pgm.Write(target, image)));
        Assert.Equal(image.Shape, read.Shape);
        Assert.Equal(image.ToBytes(), read.ToBytes());
    }

    [Theory]
    [InlineData("P2 3 2 9 0 3 9 9 6 0")]
    [InlineData("P2\n# a comment 7 7\n3 # width\n2\n9\n0 3 9\n9 6 0\n")]
    public void TextIsRead(string text)
    {
        var image = Read(Encoding.ASCII.GetBytes(text));
        Assert.Equal(new ImageShape(2, 3), image.Shape);
        Assert.Equal([0, 1 / 3.0, 1, 1, 2 / 3.0, 0], image.Pixels.ToArray().Select(value => Math.Round(value, 6) is var rounded ? Thirds(rounded) : 0));
    }

    [Fact]
    public void TwoBytesAreBigEndian()
    {
        var image = Read([.. "P5 2 1 1000\n"u8, 3, 0xE8, 1, 0xF4]);
        Assert.Equal(1, image[0, 0], 1e-7);
        Assert.Equal(0.5, image[0, 1], 1e-7);
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        var binary = FormatSamples.Written(target => Pgm.Write(target, FormatSamples.Picture(8, 8)));
        for (var length = 0; length < binary.Length; length++)
        {
            Assert.Throws<DataFormatException>(() => Read(binary[..length]));
        }

        var text = "P2 3 2 9 0 3 9 9 6 0"u8.ToArray();
        for (var length = 0; length < text.Length; length++)
        {
            Assert.Throws<DataFormatException>(() => Read(text[..length]));
        }
    }

    [Theory]
    [InlineData("P6 1 1 255\nabc")]
    [InlineData("P5 0 1 255\n")]
    [InlineData("P5 1 1 0\na")]
    [InlineData("P5 1 1 65536\nab")]
    [InlineData("P5 -1 1 255\na")]
    [InlineData("P5 2000000000 2000000000 255\na")]
    [InlineData("P5 99999999999999999999 1 255\na")]
    [InlineData("P2 1 1 9 10")]
    [InlineData("P5 1 1 9\na")]
    [InlineData("P2 1 1 9 x")]
    public void AFaultIsRefused(string text) => Assert.Throws<DataFormatException>(() => Read(Encoding.ASCII.GetBytes(text)));

    private static double Thirds(double value) => Math.Round(value * 3) / 3;

    private static Image Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return Pgm.Read(stream);
    }
}
