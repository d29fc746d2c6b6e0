using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Tests.DatasetPrep;

public sealed class MnistCommandTests : IDisposable
{
    private readonly ToolRun _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public void MissingFilesAreAllNamedAndNothingIsFetchedUnasked()
    {
        Assert.Equal(3, _tool.Run("mnist --from {}/mnist --out {}/p.safetensors"));
        Assert.All(MnistFile.All, file => Assert.Contains(file.Name, _tool.Error, StringComparison.Ordinal));
        Assert.Contains("--download", _tool.Error, StringComparison.Ordinal);
        Assert.Empty(_tool.Requests);
    }

    [Fact]
    public void WithoutANetworkTheDownloadSaysSo()
    {
        Assert.Equal(3, _tool.Run("mnist --download --from {}/mnist --out {}/p.safetensors"));
        Assert.Contains("check the network", _tool.Error, StringComparison.Ordinal);
        Assert.All(_tool.Requests, address => Assert.Equal("https", address.Scheme));
        Assert.True(_tool.Requests.Count > 1, "a second mirror was not tried");
    }

    [Fact]
    public void AnAnswerThatIsNotTheFileIsNotKept()
    {
        _tool.Answer = _ => "not a file"u8.ToArray();
        Assert.Equal(3, _tool.Run("mnist --download --from {}/mnist --out {}/p.safetensors"));
        Assert.Contains("not the published one", _tool.Error, StringComparison.Ordinal);
        _tool.Answer = _ => new byte[20_000_000];
        Assert.Equal(3, _tool.Run("mnist --download --from {}/mnist --out {}/p.safetensors"));
        Assert.Contains("larger than", _tool.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_tool.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void FilesOfAnotherContentAreRefused()
    {
        foreach (var file in MnistFile.All)
        {
            _tool.Write($"mnist/{file.Name}", stream => Idx.Write(stream, new IdxArray([2, 3, 3], new byte[18])));
        }

        Assert.Equal(3, _tool.Run("mnist --from {}/mnist --out {}/p.safetensors"));
        Assert.Contains("train-images-idx3-ubyte", _tool.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_tool.At("p.safetensors")));
    }

    [Theory]
    [InlineData("--split validation")]
    [InlineData("--count many")]
    public void AUsageFaultIsNamed(string options)
    {
        Assert.Equal(2, _tool.Run("mnist --from {} " + options));
        Assert.NotEmpty(_tool.Error);
    }

    // The real files travel through the whole command, from a mirror too, wherever they are at hand.
    [Fact]
    public void RealFilesBecomePairs()
    {
        if (RealFolder() is not { } folder)
        {
            MissingFilesAreAllNamedAndNothingIsFetchedUnasked();
            return;
        }

        _tool.Answer = address => File.ReadAllBytes(Path.Combine(folder, Path.GetFileName(address.AbsolutePath)));
        const string Line = "--split test --count 300 --noise 0.3 --seed 1 --out {}/";
        Assert.Equal(0, _tool.Run($"mnist --from {folder} {Line}one.safetensors"));
        Assert.Empty(_tool.Requests);
        Assert.Equal(0, _tool.Run($"mnist --download --from {{}}/mnist {Line}two.safetensors"));
        Assert.Equal(4, _tool.Requests.Count);
        Assert.Equal(File.ReadAllBytes(_tool.At("one.safetensors")), File.ReadAllBytes(_tool.At("two.safetensors")));

        var pairs = _tool.Pairs("one.safetensors");
        Assert.Equal((300, 300, 60_000), (pairs.Count, pairs.Labels.Length, pairs.Origin.FirstSample));
        Assert.Equal(13.3, PeakSignalToNoise.Mean(pairs.Clean, pairs.Degraded, pairs.Shape), 0.2);
        Assert.Equal(2, _tool.Run($"mnist --from {folder} --split test --count 10001"));
    }

    private static string? RealFolder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "shared", "data", "mnist");
            if (MnistFile.All.All(file => File.Exists(Path.Combine(folder, file.Name + ".gz"))))
            {
                return folder;
            }
        }

        return null;
    }
}
