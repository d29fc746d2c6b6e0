using System.Text.Json.Nodes;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Tests.Commands;

public sealed class TrainTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_leaves_all_its_files_and_a_summary_that_agrees_with_them()
    {
        var (code, output, error) = await Lifted.RunAsync("train", SmallSpec.WriteTo(_folder), "--out", _folder["run"]);

        Assert.Equal((0, string.Empty), (code, error));
        Assert.Contains("lifted   epoch 1/3  step 1/4", output, StringComparison.Ordinal);
        string[] files = ["spec.json", "metrics.csv", "metrics.jsonl", "log.txt", "summary.json", "weights.safetensors", "curves.png", "restored.png", "checkpoints/manifest.json"];
        Assert.All(files, file => Assert.True(File.Exists(_folder[$"run/{file}"]), file));
        var summary = JsonNode.Parse(File.ReadAllText(_folder["run/summary.json"]))!;
        Assert.Equal("completed", summary["status"]!.GetValue<string>());
        Assert.Equal(3, summary["epochs"]!.GetValue<int>());
        using (var weights = File.OpenRead(_folder["run/weights.safetensors"]))
        {
            Assert.Equal(summary["weightsSha256"]!.GetValue<string>(), Checksums.Sha256(weights));
            weights.Position = 0;
            Assert.Equal([20, 64], Safetensors.Read(weights)["layers.0.weight"].Shape);
        }

        foreach (var part in (string[])["degraded", "backprop", "lifted"])
        {
            Assert.InRange(summary["psnr"]![part]!.GetValue<double>(), 1, 60);
            Assert.InRange(summary["ssim"]![part]!.GetValue<double>(), -1, 1);
        }

        Assert.Equal(2 * ((3 * 4) + 3), File.ReadLines(_folder["run/metrics.jsonl"]).Count());
        using var curves = File.OpenRead(_folder["run/curves.png"]);
        Assert.True(Png.Read(curves).Pixels.Length > 0);
        var (evaluated, table, _) = await Lifted.RunAsync("eval", _folder["run"]);
        Assert.Equal((0, 3), (evaluated, Lifted.LinesOf(table)));
    }

    [Fact]
    public async Task Json_output_is_one_object_per_line()
    {
        var (_, output, _) = await Lifted.RunAsync("train", SmallSpec.WriteTo(_folder), "--out", _folder["run"], "--json");

        var events = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!["event"]!.GetValue<string>()).ToArray();
        Assert.Equal(24, events.Count(name => name == "step"));
        Assert.Equal("result", events[^1]);
    }

    [Fact]
    public async Task Quiet_output_is_empty()
    {
        var (_, output, error) = await Lifted.RunAsync("train", SmallSpec.WriteTo(_folder), "--out", _folder["run"], "--quiet", "--no-baseline");

        Assert.Equal((string.Empty, string.Empty), (output, error));
    }

    [Theory]
    [InlineData("sequential")]
    [InlineData("embedded")]
    public async Task A_run_that_diverges_stops_with_the_last_good_checkpoint(string engine)
    {
        var spec = SmallSpec.WriteTo(_folder);
        var (code, _, error) = await Lifted.RunAsync(
            "train", spec, "--out", _folder["run"], "--quiet", "--engine", engine, "--set", "method.parameterUpdate.adam.rate=1e6");

        Assert.Equal(4, code);
        Assert.Contains("lower the rate", error, StringComparison.Ordinal);
        Assert.Contains("last good checkpoint", error, StringComparison.Ordinal);
        var summary = JsonNode.Parse(File.ReadAllText(_folder["run/summary.json"]))!;
        Assert.Contains(summary["status"]!.GetValue<string>(), (string[])["not-finite", "run-away"]);
        Assert.Contains("rate", summary["advice"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_limit_stops_in_order_and_the_run_can_go_on()
    {
        var spec = SmallSpec.WriteTo(_folder);
        var (code, output, _) = await Lifted.RunAsync("train", spec, "--out", _folder["run"], "--max-time", "0.000001s");

        Assert.Equal(0, code);
        Assert.Contains("lifted resume", output, StringComparison.Ordinal);
        Assert.Equal(0, (await Lifted.RunAsync("resume", _folder["run"], "--quiet")).Code);
        Assert.Equal("completed", JsonNode.Parse(File.ReadAllText(_folder["run/summary.json"]))!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_dry_run_trains_nothing()
    {
        var (code, output, _) = await Lifted.RunAsync("train", SmallSpec.WriteTo(_folder), "--out", _folder["run"], "--dry-run");

        Assert.Equal(0, code);
        Assert.Contains("64 -> 20 -> 20 -> 64", output, StringComparison.Ordinal);
        Assert.Contains("11: 8 of activations, 3 of parameters", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public async Task A_dry_run_in_JSON_is_one_object()
    {
        var (_, output, _) = await Lifted.RunAsync("train", SmallSpec.WriteTo(_folder), "--dry-run", "--json");

        Assert.Equal(1, Lifted.LinesOf(output));
        Assert.Equal(11, JsonNode.Parse(output)!["blocks"]!.GetValue<int>());
    }

    [Fact]
    public async Task Runs_that_begin_at_once_take_different_folders()
    {
        var folders = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Host.Runs.RunFolder.Create(null, $"at-once-{_folder.GetHashCode()}"))));
        try
        {
            Assert.Equal(8, folders.Select(folder => folder.Path).Distinct().Count());
        }
        finally
        {
            Array.ForEach(folders, folder => Directory.Delete(folder.Path, recursive: true));
        }
    }

    [Fact]
    public async Task An_empty_name_of_a_folder_is_refused() =>
        Assert.Equal(2, (await Lifted.RunAsync("train", SmallSpec.WriteTo(_folder), "--out", string.Empty)).Code);

    [Fact]
    public async Task A_folder_of_pictures_can_be_trained_on()
    {
        Directory.CreateDirectory(_folder["pictures"]);
        using (var file = File.Create(_folder["pictures/one.png"]))
        {
            Png.Write(file, Phantoms.Draw(new ImageShape(64, 64), 1, 0));
        }

        var (code, _, error) = await Lifted.RunAsync(
            "train", SmallSpec.WriteTo(_folder), "--out", _folder["run"], "--quiet", "--epochs", "1", "--set", $"task.data={_folder["pictures"]}");

        Assert.Equal((0, string.Empty), (code, error));
    }

    [Theory]
    [InlineData("--engine", "akkaa")]
    [InlineData("--workers", "0")]
    [InlineData("--max-time", "soon")]
    [InlineData("--set", "epochs")]
    [InlineData("--epochs", "-1")]
    [InlineData("--epochs", "many")]
    [InlineData("--set", "epochs=2147483647")]
    [InlineData("--set", "method.outer={\"full-batch\":{},\"full-batch\":{}}")]
    [InlineData("--set", "network.widths=[64,2000000000,64]")]
    [InlineData("--set", "task.train=1000000000")]
    [InlineData("--unknown", "1")]
    public async Task Faults_of_the_command_line_have_their_own_code(string option, string value)
    {
        var (code, _, error) = await Lifted.RunAsync("train", SmallSpec.WriteTo(_folder), "--out", _folder["run"], option, value);

        Assert.Equal(2, code);
        Assert.NotEmpty(error);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public async Task A_folder_that_holds_something_is_not_written_over()
    {
        Directory.CreateDirectory(_folder["run"]);
        File.WriteAllText(_folder["run/mine.txt"], "mine");

        Assert.Equal(3, (await Lifted.RunAsync("train", SmallSpec.WriteTo(_folder), "--out", _folder["run"], "--quiet")).Code);
        Assert.Equal("mine", Assert.Single(Directory.GetFiles(_folder["run"]).Select(File.ReadAllText)));
    }

    [Fact]
    public async Task The_benchmarks_print_their_tables()
    {
        string[] small = ["--seeds", "1", "--set", "task.data=phantoms", "--set", "task.train=40", "--set", "task.test=4", "--set", "epochs=1", "--set", "network.widths=[784,8,784]"];

        var restoration = await Lifted.RunAsync(["bench", "restoration", .. small]);
        var threshold = await Lifted.RunAsync(["bench", "threshold", .. small]);
        var depths = await Lifted.RunAsync(["bench", "depths", .. small, "--set", "method.outer.implicit-stochastic-gradient.batchSize=20"]);

        Assert.Equal((0, 5), (restoration.Code, Lifted.LinesOf(restoration.Output)));
        Assert.Equal((0, 16), (threshold.Code, Lifted.LinesOf(threshold.Output)));
        Assert.Equal((0, 3 * (21 + 3)), (depths.Code, Lifted.LinesOf(depths.Output)));
    }
}
