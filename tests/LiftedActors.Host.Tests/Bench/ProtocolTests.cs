using LiftedActors.Host.Bench.Published;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Tests.Bench;

/// <summary>The protocols beside published figures, in a reduced form.</summary>
public sealed class ProtocolTests : IDisposable
{
    private const string SmallPrimalDual = "network.architecture.chambolle-pock.iterations=2 network.architecture.chambolle-pock.filters=3 epochs=1";
    private const string SmallDual = "network.architecture.dual-forward-backward.iterations=2 network.architecture.dual-forward-backward.filters=3 task.size=12";
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryProtocolIsABuiltInExperiment() =>
        Assert.All(Protocol.All, protocol => Assert.Contains(protocol.Name, BuiltInExperiments.Names));

    /// <summary>Every protocol, with the values that make it small.</summary>
    public static TheoryData<string, string> Reduced => new()
    {
        { "mnist-squared", "epochs=3" },
        { "mnist-entropy", "epochs=3" },
        { "mnist-lenet", "epochs=3" },
        { "mnist-wide", "network.widths=[784,30,30,30,10] epochs=3" },
        { "mnist-deep", "network.widths=[784,20,20,20,20,20,20,20,20,20,20,10] epochs=3" },
        { "mnist-deblur-3x3", SmallPrimalDual },
        { "mnist-deblur-3x3-20", SmallPrimalDual },
        { "mnist-deblur-3x3-30", SmallPrimalDual },
        { "mnist-deblur-5x5", SmallPrimalDual },
        { "mnist-deblur-7x7", SmallPrimalDual },
        { "bsd-denoise-15", SmallDual },
        { "bsd-denoise-25", SmallDual },
        { "bsd-denoise-50", SmallDual },
    };

    [Fact]
    public void Every_protocol_has_a_reduced_form() => Assert.Equal(
        Protocol.All.Select(protocol => protocol.Name).Order(), Reduced.Select(row => (string)row[0]).Order());

    [Theory]
    [MemberData(nameof(Reduced))]
    public async Task AProtocolTrainsOncePerSeedAndStandsBesideItsPublishedFigures(string name, string values)
    {
        WriteData();
        string[] small = [.. values.Split(' '), "task.train=120", "task.validation=20", "method.outer.implicit-stochastic-gradient.batchSize=10"];
        string[] tests = name.StartsWith("bsd", StringComparison.Ordinal) ? ["task.test=2"] : ["task.test=40"];
        string[] command = ["bench", name, "--seeds", "2", "--data", _folder.Path, "--out", _folder["bench"], .. small.Concat(tests).SelectMany(value => (string[])["--set", value])];

        var (code, table, _) = await Lifted.RunAsync(command);

        Assert.Equal(0, code);
        Assert.Contains("| lifted, ours | ", table, StringComparison.Ordinal);
        Assert.Contains("| back-propagation, ours | ", table, StringComparison.Ordinal);
        Assert.All(Protocol.All.Single(protocol => protocol.Name == name).Rows, row => Assert.Contains($"| {row.Method} | {row.Value} |", table, StringComparison.Ordinal));
        Assert.True(Directory.Exists(_folder[$"bench/{name}-seed2"]));

        Assert.Equal(name.StartsWith("bsd", StringComparison.Ordinal), table.Contains("is for other test pictures", StringComparison.Ordinal));

        // Complete runs are not repeated: the table comes out again at once, and the same.
        var written = File.GetLastWriteTimeUtc(_folder[$"bench/{name}-seed1/summary.json"]);
        Assert.Equal(table, (await Lifted.RunAsync(command)).Output);
        Assert.Equal(written, File.GetLastWriteTimeUtc(_folder[$"bench/{name}-seed1/summary.json"]));
    }

    /// <summary>Total variation restores something of what any of the windows blurred.</summary>
    [Fact]
    public async Task Total_variation_stands_beside_its_published_figure_in_every_deblurring()
    {
        WriteData();

        var (code, table, _) = await Lifted.RunAsync(
            ["bench", "deblur-tv", "--data", _folder.Path, "--seeds", "1", "--set", "task.test=1", "--set", "task.train=100"]);

        Assert.Equal(0, code);
        Assert.All(Protocol.Deblurrings, protocol =>
        {
            var cells = table.Split('\n').Single(line => line.StartsWith($"| {protocol.Name} |", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries);
            var degraded = Number(cells[2]);
            Assert.All(cells[3..7], cell => Assert.True(Number(cell) > degraded, $"{protocol.Name}: {cell} dB after {degraded} dB"));
            Assert.Equal(protocol.Rows[0].Value, cells[7]);
        });

        static double Number(string cell) => double.Parse(cell.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_mark_is_judged_on_the_pictures_that_it_is_for()
    {
        WriteData();
        Directory.Move(_folder["bsd/set12"], _folder["bsd/bsd68"]);
        string[] values = [.. SmallDual.Split(' '), "task.testData=./bsd/bsd68", "task.train=40", "task.validation=10", "task.test=2"];

        var (code, table, _) = await Lifted.RunAsync(["bench", "bsd-denoise-25", "--data", _folder.Path, "--out", _folder["bench"], .. values.SelectMany(value => (string[])["--set", value])]);

        Assert.Equal(0, code);
        Assert.Contains("The mark of 28.6 is missed", table, StringComparison.Ordinal);
    }

    /// <summary>Digits, and pictures in two folders.</summary>
    private void WriteData()
    {
        Digits.WriteTo(_folder.Path, 150, 50);
        foreach (var (part, count) in new[] { ("train400", 20), ("set12", 2) })
        {
            var folder = Directory.CreateDirectory(_folder[$"bsd/{part}"]).FullName;
            for (var i = 0; i < count; i++)
            {
                using var file = File.Create(Path.Combine(folder, $"{i}.png"));
                Png.Write(file, Phantoms.Draw(new ImageShape(44, 44), seed: count, i));
            }
        }
    }
}
