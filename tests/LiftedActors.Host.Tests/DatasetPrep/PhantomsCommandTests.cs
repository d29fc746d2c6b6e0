using LiftedActors.Model.Imaging;
using LiftedActors.Model.Operators;

namespace LiftedActors.Host.Tests.DatasetPrep;

public sealed class PhantomsCommandTests : IDisposable
{
    private const string Line = "phantoms --count 6 --size 20 --seed 3 --operator gaussian-blur:size=9,sigma=1.5,edges=zero --noise 0.05 --out {}/";

    private readonly ToolRun _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public void PairsHoldTheImagesAndTheirDegradation()
    {
        Assert.Equal(0, _tool.Run(Line + "p.safetensors"));
        var pairs = _tool.Pairs("p.safetensors");
        var shape = new ImageShape(20, 20);
        var degradation = new Degradation(new GaussianBlur(shape, 9, 1.5, Edges.Zero), 0.05, 3);
        Assert.Equal((shape, 6), (pairs.Shape, pairs.Count));
        Assert.Equal(("gaussian-blur:edges=zero,sigma=1.5,size=9", 0.05, 3), (pairs.Origin.Operator, pairs.Origin.Noise, pairs.Origin.Seed));
        for (var i = 0; i < 6; i++)
        {
            var clean = Phantoms.Draw(shape, 3, i);
            var degraded = new Real[shape.Pixels];
            degradation.Apply(i, clean.Pixels, degraded);
            AssertEqual(clean.Pixels, pairs.Clean.Slice(i * shape.Pixels, shape.Pixels));
            AssertEqual(degraded, pairs.Degraded.Slice(i * shape.Pixels, shape.Pixels));
        }
    }

    [Fact]
    public void TheSameCommandWritesTheSameBytes()
    {
        Assert.Equal(0, _tool.Run(Line + "one.safetensors"));
        Assert.Equal(0, _tool.Run(Line + "two.safetensors"));
        Assert.Equal(0, _tool.Run(Line + "three.safetensors --first 6"));
        Assert.Equal(File.ReadAllBytes(_tool.At("one.safetensors")), File.ReadAllBytes(_tool.At("two.safetensors")));
        Assert.NotEqual(File.ReadAllBytes(_tool.At("one.safetensors")), File.ReadAllBytes(_tool.At("three.safetensors")));
    }

    [Fact]
    public void LaterImagesContinueTheCollection()
    {
        Assert.Equal(0, _tool.Run(Line + "all.safetensors"));
        Assert.Equal(0, _tool.Run(Line.Replace("--count 6", "--count 2", StringComparison.Ordinal) + "last.safetensors --first 4"));
        Assert.Equal(_tool.Pairs("all.safetensors").Degraded[1600..].ToArray(), _tool.Pairs("last.safetensors").Degraded.ToArray());
    }

    [Fact]
    public void AFolderTakesTheDefaultName()
    {
        Assert.Equal(0, _tool.Run(Line + "new/"));
        Assert.True(File.Exists(_tool.At("new/phantoms.safetensors")));
        Assert.Single(Directory.GetFiles(_tool.At("new")));
        Assert.Contains("SHA-256", _tool.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("phantoms --count 0", "give --count from 1")]
    [InlineData("phantoms --count 2000000000", "give --count from 1")]
    [InlineData("phantoms --size 3", "give --size from 8")]
    [InlineData("phantoms --first -1", "give --first from 0")]
    [InlineData("phantoms --first 2147483647", "give --first from 0")]
    [InlineData("phantoms --noise -1", "Noise")]
    [InlineData("phantoms --noise x", "--noise")]
    [InlineData("phantoms --operator gausian-blur:size=3", "did you mean 'gaussian-blur'?")]
    [InlineData("phantoms --operator gaussian-blur:size=4,sigma=1", "odd")]
    [InlineData("phantoms --operator mask:keep", "name=value")]
    [InlineData("phantoms --cuont 3", "--cuont")]
    [InlineData("phantom", "phantom")]
    [InlineData("", "Add --help")]
    public void AUsageFaultIsNamed(string line, string mend)
    {
        Assert.Equal(2, _tool.Run(line + (line.Contains("phantoms", StringComparison.Ordinal) ? " --out {}/p.safetensors" : string.Empty)));
        Assert.Contains(mend, _tool.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_tool.Folder));
    }

    [Fact]
    public void HelpIsNoFault()
    {
        Assert.Equal(0, _tool.Run("--help"));
        Assert.Contains("phantoms", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void AnOldFileSurvivesAFault()
    {
        Assert.Equal(0, _tool.Run(Line + "p.safetensors"));
        var before = File.ReadAllBytes(_tool.At("p.safetensors"));
        Assert.Throws<InvalidOperationException>(() => LiftedActors.DatasetPrep.AtomicFile.Write(_tool.At("p.safetensors"), stream =>
        {
            stream.Write([1, 2, 3]);
            throw new InvalidOperationException();
        }));
        Assert.Equal(before, File.ReadAllBytes(_tool.At("p.safetensors")));
        Assert.Single(Directory.GetFiles(_tool.Folder));
    }

    [Fact]
    public void AnUnwritablePlaceIsADataFault()
    {
        _tool.Write("file", stream => stream.WriteByte(1));
        Assert.Equal(3, _tool.Run(Line + "file/p.safetensors"));
        Assert.NotEmpty(_tool.Error);
    }

    // The file holds single precision, whatever the precision of the program.
    private static void AssertEqual(ReadOnlySpan<Real> expected, ReadOnlySpan<Real> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal((float)expected[i], (float)actual[i]);
        }
    }
}
