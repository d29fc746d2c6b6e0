using LiftedActors.Host.Bench.Published;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Tests.Bench;

/// <summary>The protocols beside published figures, in a reduced form.</summary>
public sealed class ProtocolTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryProtocolIsABuiltInExperiment() =>
        Assert.All(Protocol.All, protocol => Assert.Contains(protocol.Name, BuiltInExperiments.Names));

    [Theory]
    [InlineData("mnist-entropy")]
    [InlineData("mnist-lenet")]
    public async Task AProtocolTrainsOncePerSeedAndStandsBesideItsPublishedFigures(string name)
    {
        Digits.WriteTo(_folder.Path, 150, 50);
        string[] command =
        [
            "bench", name, "--seeds", "2", "--data", _folder.Path, "--out", _folder["bench"],
            "--set", "task.train=120", "--set", "task.validation=20", "--set", "task.test=40", "--set", "epochs=3",
            "--set", "method.outer.implicit-stochastic-gradient.batchSize=10",
        ];

        var (code, table, _) = await Lifted.RunAsync(command);

        Assert.Equal(0, code);
        Assert.Contains("| lifted, ours | ", table, StringComparison.Ordinal);
        Assert.Contains("| back-propagation, ours | ", table, StringComparison.Ordinal);
        Assert.All(Protocol.All.Single(protocol => protocol.Name == name).Rows, row => Assert.Contains($"| {row.Method} | {row.Value} |", table, StringComparison.Ordinal));
        Assert.True(Directory.Exists(_folder[$"bench/{name}-seed2"]));

        // Complete runs are not repeated: the table comes out again at once, and the same.
        var written = File.GetLastWriteTimeUtc(_folder[$"bench/{name}-seed1/summary.json"]);
        Assert.Equal(table, (await Lifted.RunAsync(command)).Output);
        Assert.Equal(written, File.GetLastWriteTimeUtc(_folder[$"bench/{name}-seed1/summary.json"]));
    }
}
