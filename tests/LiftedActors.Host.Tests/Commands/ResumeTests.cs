using System.Text.Json.Nodes;

namespace LiftedActors.Host.Tests.Commands;

public sealed class ResumeTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_that_was_killed_goes_on_to_the_weights_of_one_that_was_not()
    {
        var spec = SmallSpec.WriteTo(_folder);

        // What the process says of so many steps does not fit into a pipe: unread, it waits, and cannot end before it is killed.
        string[] epochs = ["--epochs", "300", "--set", "checkpoints.everyIterations=7", "--no-baseline"];
        Assert.Equal(0, (await Lifted.RunAsync(["train", spec, "--out", _folder["whole"], "--quiet", .. epochs])).Code);

        using (var process = new LiftedProcess(["train", spec, "--out", _folder["killed"], "--json", .. epochs]))
        {
            await process.WaitForAsync(line => line.Contains("\"epoch\":9", StringComparison.Ordinal));
            await process.KillAsync();
        }

        Assert.False(File.Exists(_folder["killed/summary.json"]));
        using (var process = new LiftedProcess("resume", _folder["killed"], "--quiet"))
        {
            var (code, _, error) = await process.EndAsync();
            Assert.Equal((0, string.Empty), (code, error));
        }

        Assert.Equal(Digest("whole"), Digest("killed"));
        Assert.Equal(Metrics("whole"), Metrics("killed"));
    }

    [Theory]
    [InlineData("sequential", "embedded")]
    [InlineData("embedded", "sequential")]
    public async Task A_run_may_go_on_on_another_engine(string first, string second)
    {
        var spec = SmallSpec.WriteTo(_folder);
        await Lifted.RunAsync("train", spec, "--out", _folder["whole"], "--quiet", "--epochs", "4", "--engine", first);
        await Lifted.RunAsync("train", spec, "--out", _folder["part"], "--quiet", "--epochs", "2", "--engine", first, "--no-baseline");
        var resolved = JsonNode.Parse(File.ReadAllText(_folder["part/spec.json"]))!;
        resolved["epochs"] = 4;
        File.WriteAllText(_folder["part/spec.json"], resolved.ToJsonString());

        var (code, _, error) = await Lifted.RunAsync("resume", _folder["part"], "--quiet", "--engine", second, "--workers", "1");

        Assert.Equal((0, string.Empty), (code, error));
        Assert.Equal(Digest("whole"), Digest("part"));
    }

    [Fact]
    public async Task Ctrl_C_finishes_the_step_and_keeps_a_checkpoint()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var spec = SmallSpec.WriteTo(_folder);
        using var process = new LiftedProcess("train", spec, "--out", _folder["run"], "--json", "--epochs", "100000", "--set", "checkpoints.everyIterations=0");
        await process.WaitForAsync(line => line.Contains("\"step\":3", StringComparison.Ordinal));
        await process.InterruptAsync();
        var (code, output, _) = await process.EndAsync();

        Assert.Equal(0, code);
        Assert.Contains("lifted resume", output, StringComparison.Ordinal);
        Assert.Equal("interrupted", Summary("run")["status"]!.GetValue<string>());
        Assert.NotEmpty(Directory.GetFiles(_folder["run/checkpoints"], "*.safetensors"));
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_replaced_by_the_one_before_and_the_run_ends_the_same()
    {
        var spec = SmallSpec.WriteTo(_folder);
        await Lifted.RunAsync("train", spec, "--out", _folder["run"], "--quiet");
        var digest = Digest("run");
        var newest = Directory.GetFiles(_folder["run/checkpoints"], "*.safetensors").Max()!;
        var bytes = File.ReadAllBytes(newest);
        bytes[^1] ^= 4;
        File.WriteAllBytes(newest, bytes);

        var (code, _, error) = await Lifted.RunAsync("resume", _folder["run"], "--quiet");

        Assert.Equal((0, 1), (code, Lifted.LinesOf(error)));
        Assert.Contains("damaged", error, StringComparison.Ordinal);
        Assert.Equal(digest, Digest("run"));
    }

    [Fact]
    public async Task A_run_is_not_resumed_when_no_checkpoint_is_intact()
    {
        var spec = SmallSpec.WriteTo(_folder);
        await Lifted.RunAsync("train", spec, "--out", _folder["run"], "--quiet");
        foreach (var file in Directory.GetFiles(_folder["run/checkpoints"], "*.safetensors"))
        {
            File.WriteAllBytes(file, [1, 2, 3]);
        }

        Assert.Equal(3, (await Lifted.RunAsync("resume", _folder["run"], "--quiet")).Code);
    }

    [Fact]
    public async Task A_run_is_not_resumed_on_another_method()
    {
        var spec = SmallSpec.WriteTo(_folder);
        await Lifted.RunAsync("train", spec, "--out", _folder["run"], "--quiet", "--epochs", "1");
        File.WriteAllText(_folder["run/spec.json"], File.ReadAllText(_folder["run/spec.json"]).Replace("0.05", "0.06", StringComparison.Ordinal));

        var (code, _, error) = await Lifted.RunAsync("resume", _folder["run"], "--quiet");

        Assert.Equal((3, 1), (code, Lifted.LinesOf(error)));
    }

    [Theory]
    [InlineData("sequential")]
    [InlineData("embedded")]
    public async Task When_no_checkpoint_can_be_kept_the_run_goes_on_and_says_so_at_the_end(string engine)
    {
        var spec = SmallSpec.WriteTo(_folder);
        await Lifted.RunAsync("train", spec, "--out", _folder["run"], "--quiet", "--no-baseline");
        var digest = Digest("run");
        Directory.Delete(_folder["run/checkpoints"], recursive: true);
        File.WriteAllText(_folder["run/checkpoints"], "a file where a folder should be");

        var (code, _, error) = await Lifted.RunAsync("resume", _folder["run"], "--quiet", "--engine", engine);

        Assert.Equal(3, code);
        Assert.Contains("the last checkpoint could not be kept", error, StringComparison.Ordinal);
        Assert.Equal(digest, Digest("run"));
    }

    [Fact]
    public async Task A_run_that_another_process_works_on_is_left_alone()
    {
        var spec = SmallSpec.WriteTo(_folder);
        using var process = new LiftedProcess("train", spec, "--out", _folder["run"], "--json", "--epochs", "100000");
        await process.WaitForAsync(line => line.Contains("\"step\":3", StringComparison.Ordinal));

        var (code, _, error) = await Lifted.RunAsync("resume", _folder["run"], "--quiet");

        Assert.Equal((3, 1), (code, Lifted.LinesOf(error)));
        await process.KillAsync();
        Assert.Equal(0, (await Lifted.RunAsync("resume", _folder["run"], "--quiet", "--max-time", "0.001s")).Code);
    }

    [Fact]
    public async Task A_run_that_is_given_more_epochs_trains_its_baseline_to_as_many_and_one_given_fewer_is_refused()
    {
        var spec = SmallSpec.WriteTo(_folder);
        await Lifted.RunAsync("train", spec, "--out", _folder["whole"], "--quiet", "--epochs", "4");
        await Lifted.RunAsync("train", spec, "--out", _folder["part"], "--quiet", "--epochs", "2");
        SetEpochs("part", 4);

        Assert.Equal(0, (await Lifted.RunAsync("resume", _folder["part"], "--quiet")).Code);

        Assert.Equal(Digest("whole"), Digest("part"));
        Assert.Equal(File.ReadAllBytes(_folder["whole/baseline.safetensors"]), File.ReadAllBytes(_folder["part/baseline.safetensors"]));
        SetEpochs("part", 3);
        Assert.Equal(2, (await Lifted.RunAsync("resume", _folder["part"], "--quiet")).Code);
    }

    private void SetEpochs(string run, int epochs)
    {
        var resolved = JsonNode.Parse(File.ReadAllText(_folder[$"{run}/spec.json"]))!;
        resolved["epochs"] = epochs;
        File.WriteAllText(_folder[$"{run}/spec.json"], resolved.ToJsonString());
    }

    private JsonNode Summary(string run) => JsonNode.Parse(File.ReadAllText(_folder[$"{run}/summary.json"]))!;

    private string Digest(string run) => Summary(run)["weightsSha256"]!.GetValue<string>();

    /// <summary>The rows without the time, which differs.</summary>
    private string[] Metrics(string run) =>
        [.. File.ReadLines(_folder[$"{run}/metrics.csv"]).Select(line => string.Join(',', line.Split(',').Where((_, column) => column != 9)))];
}
