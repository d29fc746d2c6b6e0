using System.Text.Json.Nodes;
using LiftedActors.Host.Runs;

namespace LiftedActors.Host.Tests.Commands;

/// <summary>Stopping early and keeping the best weights, with and without interruption.</summary>
public sealed class EarlyStoppingTests : IDisposable
{
    private const int Epochs = 40;

    // Without a threshold worth the name and with a high rate the held-out images are soon restored worse again.
    private static readonly string[] Overfitting =
    [
        "--set", "task.validation=8", "--set", "task.noise=0.2", "--set", "method.parameterUpdate.adam.rate=0.02", "--set", "baseline.adam.rate=0.02",
        "--set", "earlyStopping={\"patience\":3}", "--set", "epochs=40", "--set", "checkpoints.everyIterations=0",
    ];

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sequential")]
    [InlineData("embedded")]
    public async Task A_run_stops_when_patience_ends_and_keeps_the_best_weights_too(string engine)
    {
        var (code, output, error) = await TrainAsync("run", "--engine", engine);

        Assert.Equal((0, string.Empty), (code, error));
        var summary = Summary("run");
        var (epochs, best) = (summary["epochs"]!.GetValue<int>(), summary["best"]!["lifted"]!["epoch"]!.GetValue<int>());
        Assert.Equal("completed", summary["status"]!.GetValue<string>());
        Assert.InRange(epochs, 4, Epochs - 1);
        Assert.Equal(epochs - 3, best);
        Assert.Contains("Stopped early", output, StringComparison.Ordinal);
        Assert.Contains($"best by validation-psnr: lifted after epoch {best}", output, StringComparison.Ordinal);
        var psnr = Rows("run", "lifted").Select(row => row["validationPsnr"]!.GetValue<double>()).ToArray();
        Assert.Equal((epochs, best - 1), (psnr.Length, Array.IndexOf(psnr, psnr.Max())));
        Assert.NotEqual(File.ReadAllBytes(_folder["run/weights.safetensors"]), File.ReadAllBytes(_folder["run/best.safetensors"]));
        Assert.True(File.Exists(_folder["run/baseline-best.safetensors"]));
        Assert.Equal(Rows("run", "lifted")[best - 1]["psnr"]!.GetValue<double>(), summary["best"]!["lifted"]!["psnr"]!.GetValue<double>(), 5);
        Assert.Equal(5, Lifted.LinesOf((await Lifted.RunAsync("eval", _folder["run"])).Output));
    }

    [Theory]
    [InlineData("sequential", 0)]
    [InlineData("embedded", 0)]
    [InlineData("sequential", -1)]
    [InlineData("embedded", 2)]
    public async Task Interrupted_before_at_or_after_its_best_epoch_a_run_ends_as_if_it_had_not_been(string engine, int after)
    {
        await TrainAsync("whole", "--engine", engine);
        var best = Summary("whole")["best"]!["lifted"]!["epoch"]!.GetValue<int>();
        await TrainAsync("part", "--engine", engine, "--epochs", $"{best + after}");
        var spec = JsonNode.Parse(File.ReadAllText(_folder["part/spec.json"]))!;
        spec["epochs"] = Epochs;
        File.WriteAllText(_folder["part/spec.json"], spec.ToJsonString());

        Assert.Equal(0, (await Lifted.RunAsync("resume", _folder["part"], "--quiet", "--engine", engine)).Code);

        Assert.Equal(Summary("whole")["epochs"]!.GetValue<int>(), Summary("part")["epochs"]!.GetValue<int>());
        foreach (var file in (string[])["weights", "best", "baseline", "baseline-best"])
        {
            Assert.Equal(File.ReadAllBytes(_folder[$"whole/{file}.safetensors"]), File.ReadAllBytes(_folder[$"part/{file}.safetensors"]));
        }

        Assert.Equal(Summary("whole")["best"]!.ToJsonString(), Summary("part")["best"]!.ToJsonString());
    }

    [Fact]
    public async Task A_run_that_stopped_early_is_complete_and_not_gone_on_with()
    {
        await TrainAsync("run");
        var before = Directory.GetFiles(_folder["run"], "*.safetensors").Order().Select(File.ReadAllBytes).ToArray();
        var rows = File.ReadAllText(_folder["run/metrics.csv"]);

        Assert.Equal(0, (await Lifted.RunAsync("resume", _folder["run"], "--quiet")).Code);

        Assert.Equal(before, Directory.GetFiles(_folder["run"], "*.safetensors").Order().Select(File.ReadAllBytes).ToArray());
        Assert.Equal(rows, File.ReadAllText(_folder["run/metrics.csv"]));
        Assert.Equal("completed", Summary("run")["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Going_on_from_a_checkpoint_before_the_best_epoch_finds_it_again()
    {
        await TrainAsync("run");
        var before = File.ReadAllBytes(_folder["run/best.safetensors"]);
        var newest = new FileCheckpointStore(_folder["run/checkpoints"]).Load(_ => { })!.NextIteration;
        var checkpoints = Directory.GetFiles(_folder["run/checkpoints"], "*.safetensors").Order().ToArray();
        Array.ForEach(checkpoints[1..], File.Delete);
        File.Delete(_folder["run/checkpoints/manifest.json"]);
        Assert.True(new FileCheckpointStore(_folder["run/checkpoints"]).Load(_ => { })!.NextIteration < newest);
        var summary = Summary("run")["weightsSha256"]!.GetValue<string>();

        Assert.Equal(0, (await Lifted.RunAsync("resume", _folder["run"], "--quiet")).Code);

        Assert.Equal(before, File.ReadAllBytes(_folder["run/best.safetensors"]));
        Assert.Equal(summary, Summary("run")["weightsSha256"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_choice_by_test_images_is_told_of()
    {
        var (code, _, error) = await Lifted.RunAsync("train", SmallSpec.WriteTo(_folder), "--out", _folder["run"], "--quiet", "--no-baseline", "--epochs", "1", "--set", "keep=best-and-last");

        Assert.Equal((0, 1), (code, Lifted.LinesOf(error)));
        Assert.Contains("task.validation", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_of_the_spec_stops_a_run_unless_the_command_line_has_another()
    {
        Assert.Equal(0, (await Lifted.RunAsync("train", SmallSpec.WriteTo(_folder), "--out", _folder["run"], "--quiet", "--no-baseline", "--set", "maximumTime=0.000001s")).Code);
        Assert.Equal("time-up", Summary("run")["status"]!.GetValue<string>());

        await Lifted.RunAsync("resume", _folder["run"], "--quiet", "--max-time", "1h");

        Assert.Equal("completed", Summary("run")["status"]!.GetValue<string>());
    }

    private Task<(int Code, string Output, string Error)> TrainAsync(string run, params string[] more) =>
        Lifted.RunAsync(["train", SmallSpec.WriteTo(_folder), "--out", _folder[run], .. Overfitting, .. more]);

    private JsonNode Summary(string run) => JsonNode.Parse(File.ReadAllText(_folder[$"{run}/summary.json"]))!;

    private JsonNode[] Rows(string run, string method) => [.. File.ReadLines(_folder[$"{run}/metrics.jsonl"])
        .Select(line => JsonNode.Parse(line)!)
        .Where(row => row["method"]!.GetValue<string>() == method && row["psnr"] is not null)];
}
