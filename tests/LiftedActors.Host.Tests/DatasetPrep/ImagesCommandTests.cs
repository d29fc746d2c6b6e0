using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Tests.DatasetPrep;

public sealed class ImagesCommandTests : IDisposable
{
    private readonly ToolRun _tool = new();

    public ImagesCommandTests()
    {
        _tool.Write("in/a.png", stream => Png.Write(stream, Phantoms.Draw(new ImageShape(20, 30), 1, 0)));
        _tool.Write("in/b.PGM", stream => Pgm.Write(stream, Phantoms.Draw(new ImageShape(20, 30), 1, 1)));
        _tool.Write("in/notes.txt", stream => stream.WriteByte(0));
    }

    public void Dispose() => _tool.Dispose();

    [Fact]
    public void PicturesStayWholeWithoutPatches()
    {
        Assert.Equal(0, _tool.Run("images --from {}/in --out {}/p.safetensors"));
        var pairs = _tool.Pairs("p.safetensors");
        Assert.Equal((new ImageShape(20, 30), 2), (pairs.Shape, pairs.Count));
        Assert.Equal(Phantoms.Draw(pairs.Shape, 1, 1).ToBytes(), new Image(pairs.Shape, pairs.Clean[600..].ToArray()).ToBytes());
        Assert.Equal(pairs.Clean.ToArray(), pairs.Degraded.ToArray());
    }

    [Theory]
    [InlineData("--patch 8", 2 * 2 * 3)]
    [InlineData("--patch 8 --stride 4", 2 * 4 * 6)]
    [InlineData("--patch 8 --count 5", 5)]
    [InlineData("--patch 20", 2)]
    [InlineData("--patch 8 --stride 2147483647", 2)]
    public void PatchesAreCut(string options, int count)
    {
        Assert.Equal(0, _tool.Run("images --from {}/in --out {}/p.safetensors " + options));
        Assert.Equal(count, _tool.Pairs("p.safetensors").Count);
        var side = _tool.Pairs("p.safetensors").Shape;
        if (count != 5)
        {
            var first = Phantoms.Draw(new ImageShape(20, 30), 1, 0).Crop(0, 0, side).ToBytes();
            Assert.Equal(first, new Image(side, _tool.Pairs("p.safetensors").Clean[..side.Pixels].ToArray()).ToBytes());
        }
    }

    [Theory]
    [InlineData("--patch 1", 2, "give --patch from 2")]
    [InlineData("--stride 4", 2, "give --patch from 2")]
    [InlineData("--patch 8 --stride 0", 2, "--stride from 1")]
    [InlineData("--patch 8 --count 13", 2, "give --count from 1 to 12")]
    [InlineData("--patch 8 --first -2", 2, "give --first from 0")]
    [InlineData("--patch 21", 3, "give a smaller --patch")]
    [InlineData("--patch 50000", 2, "--patch from 2 to 4096")]
    public void AFaultIsNamed(string options, int exit, string mend)
    {
        Assert.Equal(exit, _tool.Run("images --from {}/in --out {}/p.safetensors " + options));
        Assert.Contains(mend, _tool.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_tool.At("p.safetensors")));
    }

    [Fact]
    public void PicturesOfTwoSizesNeedPatches()
    {
        _tool.Write("in/c.png", stream => Png.Write(stream, new Image(new ImageShape(9, 9))));
        Assert.Equal(3, _tool.Run("images --from {}/in --out {}/p.safetensors"));
        Assert.Contains("--patch", _tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ADamagedPictureIsNamed()
    {
        _tool.Write("in/c.png", stream => stream.Write(File.ReadAllBytes(_tool.At("in/a.png")).AsSpan()[..^20]));
        Assert.Equal(3, _tool.Run("images --from {}/in --patch 8 --out {}/p.safetensors"));
        Assert.Contains("c.png: The PNG", _tool.Error, StringComparison.Ordinal);
        Assert.Single(_tool.Error.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("images --from {}/nowhere", 3, "There is no folder")]
    [InlineData("images --from {}", 3, "holds no .png or .pgm")]
    [InlineData("images", 2, "--from")]
    public void AMissingFolderIsNamed(string line, int exit, string fault)
    {
        Assert.Equal(exit, _tool.Run(line + " --out {}/p.safetensors"));
        Assert.Contains(fault, _tool.Error, StringComparison.Ordinal);
    }
}
