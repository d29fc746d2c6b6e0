using System.Text.Json.Nodes;
using LiftedActors.Model.Formats;

namespace LiftedActors.Host.Tests.Commands;

public sealed class InvertTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_trained_network_is_inverted_into_a_run_folder()
    {
        var (code, output, error) = await Invert("found", "--noise", "0.05", "--set", "start=decoder");

        Assert.Equal((0, ""), (code, error));
        foreach (var file in (string[])["spec.json", "summary.json", "metrics.csv", "trials.jsonl", "panel.png", "curves.png", "alpha.png", "inverted.safetensors", "log.txt"])
        {
            Assert.True(File.Exists(_folder[$"found/{file}"]), file);
        }

        var summary = Summary("found");
        Assert.Equal(("decoder", 4, 0.01), ((string)summary["start"]!, (int)summary["samples"]!, (double)summary["alpha"]!));
        Assert.Equal(["back-prop", "decoder", "landweber", "lifted"], summary["quality"]!.AsObject().Select(pair => pair.Key).Order());
        Assert.Contains("No certificate", output);
        using var stream = File.OpenRead(_folder["found/inverted.safetensors"]);
        Assert.Equal([4, 64], Safetensors.Read(stream)["inputs"].Shape);
    }

    [Fact]
    public async Task The_misfit_falls_and_what_is_found_is_better_than_zero()
    {
        await Invert("found", "--set", "alpha=1e-4", "--set", "iterations=150");

        var rows = File.ReadLines(_folder["found/metrics.csv"]).Skip(1).Select(line => line.Split(',')).ToArray();
        Assert.True(double.Parse(rows[^1][4]) < 0.2 * double.Parse(rows[0][4]), $"{rows[0][4]}, {rows[^1][4]}");
        Assert.True(double.Parse(rows[^1][6]) > double.Parse(rows[0][6]) + 1);
    }

    [Fact]
    public async Task Every_engine_finds_the_same_and_so_does_an_inversion_that_was_stopped_and_resumed()
    {
        await Invert("sequential", "--engine", "sequential");
        await Invert("embedded", "--engine", "embedded", "--set", "method.shards=1");
        var (code, output, _) = await Invert("stopped", "--max-time", "0.0001s");
        Assert.Equal(0, code);
        Assert.Contains("lifted resume", output);
        Assert.False(File.Exists(_folder["stopped/summary.json"]));
        Assert.Equal(0, (await Lifted.RunAsync("resume", _folder["stopped"])).Code);

        Assert.Single(((string[])["sequential", "embedded", "stopped"]).Select(name => (string)Summary(name)["inputsSha256"]!).Distinct());
        Assert.Equal(File.ReadLines(_folder["embedded/metrics.csv"]).Count(), File.ReadLines(_folder["stopped/metrics.csv"]).Count());
    }

    [Fact]
    public async Task A_weight_that_is_chosen_by_the_noise_level_meets_it_and_finished_trials_are_not_repeated()
    {
        await Invert("chosen", "--noise", "0.2", "--set", "alpha=discrepancy", "--set", "iterations=150");
        var summary = Summary("chosen");
        var level = Math.Pow((double)summary["noiseLevel"]!, 2);
        Assert.InRange((double)summary["misfit"]!, 0.9 * level, 1.001 * level);
        Assert.Contains("Discrepancy principle", (string)summary["cause"]!);
        Assert.True((int)summary["trials"]! > 2);

        var trials = File.GetLastWriteTimeUtc(_folder["chosen/trials.jsonl"]);
        Assert.Equal(0, (await Lifted.RunAsync("resume", _folder["chosen"])).Code);
        Assert.Equal((trials, (double)summary["alpha"]!), (File.GetLastWriteTimeUtc(_folder["chosen/trials.jsonl"]), (double)Summary("chosen")["alpha"]!));
    }

    [Fact]
    public async Task Measurements_from_a_file_are_inverted_without_a_truth()
    {
        await Invert("made", "--noise", "0.02");
        var (code, output, error) = await Lifted.RunAsync(
            "invert", await Model(), "--measurements", _folder["made/inverted.safetensors"], "--set", "layers=2", "--set", "alpha=0.01", "--set", "iterations=20", "--out", _folder["given"]);

        Assert.Equal((0, ""), (code, error));
        Assert.Null(Summary("given")["quality"]);
        Assert.DoesNotContain("PSNR", output);
    }

    [Theory]
    [InlineData("layers", "layers=9", "the model has 3 layers, not 9")]
    [InlineData("start", "start=decodr", "there is no 'decodr': did you mean 'decoder'?")]
    [InlineData("tau", "tau=0.5", "below 1")]
    [InlineData("alpha", "alpha=-1", "-1 is not possible; give a positive number")]
    [InlineData("alpha", "alpha=discrepancy", "the noise level is 0")]
    [InlineData("regularisers", "regularisers=[\"total-variatoin\"]", "did you mean 'total-variation'?")]
    [InlineData("method", "method.update=fixed-point", "takes no step of finite length")]
    [InlineData("method", "method.formulation=lifted-contrastive", "an inversion has one")]
    [InlineData("noise", "noise=1.5", "as large as the measurements themselves")]
    [InlineData("method.shards", "method.shards=5", "4 samples cannot be split into 5 shards")]
    [InlineData("shape", "shape=[5,5]", "are not the 64 inputs")]
    [InlineData("startImage", "start=image", "give both or neither")]
    [InlineData("noise", "noise=-0.1", "-0.1 is not possible; give a number from 0")]
    public async Task A_fault_of_the_spec_is_named_with_its_mend(string key, string setting, string message)
    {
        var (code, _, error) = await Invert("refused", "--set", setting);

        Assert.Equal(2, code);
        Assert.Contains(message, error);
        Assert.Contains(key, error);
        Assert.False(Directory.Exists(_folder["refused"]));
    }

    /// <summary>A process that was lost after the last checkpoint of a trial, before the trial was written down, or after that, before its checkpoints were deleted.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_that_was_lost_at_the_end_of_a_trial_ends_as_if_it_had_not_been(bool isWritten)
    {
        await Invert("whole");
        await Invert("lost", "--max-time", "0.0001s");
        var checkpoints = _folder["kept"];
        await Lifted.RunAsync("resume", _folder["lost"], "--max-time", "0.0001s");
        Directory.Move(_folder["lost/checkpoints"], checkpoints);
        Directory.CreateDirectory(_folder["lost/checkpoints"]);
        foreach (var file in Directory.GetFiles(checkpoints))
        {
            File.Copy(file, Path.Combine(_folder["lost/checkpoints"], Path.GetFileName(file)));
        }

        await Lifted.RunAsync("resume", _folder["lost"]);
        Directory.Move(checkpoints, _folder["lost/checkpoints"]);
        if (!isWritten)
        {
            File.Delete(_folder["lost/trials.jsonl"]);
        }

        Assert.Equal(0, (await Lifted.RunAsync("resume", _folder["lost"])).Code);
        Assert.Equal((string)Summary("whole")["inputsSha256"]!, (string)Summary("lost")["inputsSha256"]!);
    }

    [Fact]
    public async Task Measurements_that_are_not_finite_are_named()
    {
        var values = new float[40];
        values[27] = float.NaN;
        using (var stream = File.Create(_folder["codes.safetensors"]))
        {
            Safetensors.Write(stream, new TensorFile([Tensor.Of("measurements", [2, 20], values)], new Dictionary<string, string>()));
        }

        var (code, _, error) = await Lifted.RunAsync("invert", await Model(), "--measurements", _folder["codes.safetensors"], "--set", "layers=2", "--set", "alpha=1");
        Assert.Equal(3, code);
        Assert.Contains("entry 7 of sample 1 of measurements is NaN", error);
    }

    /// <summary>One layer is convex: the objective is certified to be near its minimum, and the error is bounded where enough rows are active.</summary>
    [Fact]
    public async Task One_layer_comes_with_its_duality_gap()
    {
        await File.WriteAllTextAsync(_folder["wide.json"], SmallSpec.Text.Replace("[64, 20, 20, 64]", "[64, 200, 64]", StringComparison.Ordinal));
        await Lifted.RunAsync("train", _folder["wide.json"], "--no-baseline", "--epochs", "1", "--out", _folder["wide"]);
        await Lifted.RunAsync(
            "invert", _folder["wide"], "--set", "layers=1", "--set", "images=2", "--set", "misfit=bregman", "--set", "project=true", "--set", "alpha=0.01", "--set", "iterations=400", "--out", _folder["one"]);

        var findings = File.ReadLines(_folder["one/certificates.jsonl"]).Select(line => JsonNode.Parse(line)!).ToArray();
        var gaps = findings.Where(finding => (string)finding["quantity"]! == "suboptimality").ToArray();
        Assert.Equal(2, gaps.Length);
        Assert.All(gaps, gap => Assert.Equal("certified", (string)gap["verdict"]!));
        Assert.All(gaps, gap => Assert.InRange((double)gap["bound"]!, 0, 0.02 * 0.01 * (double)Summary("one")["regulariser"]!));
    }

    /// <summary>Beside the lifted inversion stands the convex method of a single layer, or that of several, layer by layer; each comes nearer than its start.</summary>
    [Theory]
    [InlineData(1, "bregman")]
    [InlineData(2, "layerwise")]
    public async Task Data_compared_by_the_penalty_are_also_inverted_by_the_convex_method(int layers, string method)
    {
        await Invert("found", "--set", $"layers={layers}", "--set", "misfit=bregman", "--set", "project=true", "--set", "alpha=1e-4");

        var start = double.Parse(File.ReadLines(_folder["found/metrics.csv"]).ElementAt(1).Split(',')[6]);
        Assert.True((double)Summary("found")["quality"]![method]!["psnr"]! > start + 0.5, $"{Summary("found")["quality"]!.ToJsonString()}, {start}");
    }

    [Fact]
    public async Task The_weights_of_a_run_are_chosen_by_name()
    {
        Assert.Contains("no baseline.safetensors; take other weights", (await Invert("none", "--set", "weights=baseline")).Error);
        await Lifted.RunAsync("train", SmallSpec.WriteTo(_folder), "--epochs", "1", "--out", _folder["both"]);
        string[] common = ["invert", _folder["both"], "--set", "images=2", "--set", "alpha=0.01", "--set", "iterations=2", "--set", "landweber=0"];
        await Lifted.RunAsync([.. common, "--out", _folder["last"]]);
        await Lifted.RunAsync([.. common, "--set", "weights=baseline", "--out", _folder["baseline"]]);
        Assert.NotEqual((string)Summary("last")["inputsSha256"]!, (string)Summary("baseline")["inputsSha256"]!);
    }

    [Fact]
    public async Task A_run_of_an_inversion_is_no_training()
    {
        await Invert("found");
        Assert.Contains("this run is an inversion", (await Lifted.RunAsync("eval", _folder["found"])).Error);
        Assert.Contains("this run is an inversion", (await Lifted.RunAsync("invert", _folder["found"], "--set", "alpha=1")).Error);
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_named()
    {
        Assert.Contains("no such file or run folder", (await Lifted.RunAsync("invert", _folder["nowhere"])).Error);
        Assert.Contains("neither a run folder nor a file", (await Lifted.RunAsync("invert", "mnist-encoder", "--set", $"model={_folder["nowhere"]}")).Error);
    }

    [Fact]
    public async Task Data_outside_the_range_of_the_activation_are_refused_or_projected()
    {
        await File.WriteAllTextAsync(_folder["box.json"], SmallSpec.Text.Replace("\"soft-threshold\": { \"threshold\": 0.05 }", "\"box\": { \"lower\": 0, \"upper\": 1 }", StringComparison.Ordinal));
        await Lifted.RunAsync("train", _folder["box.json"], "--no-baseline", "--epochs", "1", "--out", _folder["box"]);
        string[] common = ["invert", _folder["box"], "--noise", "0.3", "--set", "layers=2", "--set", "images=3", "--set", "alpha=0.01", "--set", "iterations=5", "--set", "misfit=bregman"];
        var (code, _, error) = await Lifted.RunAsync([.. common, "--out", _folder["refused"]]);
        Assert.Equal(3, code);
        Assert.Contains("\"project\": true", error);
        Assert.Matches(@"entry \d+ \(", error);

        var (projected, output, _) = await Lifted.RunAsync([.. common, "--set", "project=true", "--out", _folder["projected"]]);
        Assert.Equal(0, projected);
        Assert.Contains("were projected onto the range", output);
    }

    private async Task<(int Code, string Output, string Error)> Invert(string name, params string[] more) => await Lifted.RunAsync(
        ["invert", await Model(), "--out", _folder[name], "--set", "layers=2", "--set", "images=4", "--set", "alpha=0.01", "--set", "iterations=25", "--set", "tolerance=0", .. more]);

    /// <summary>A small network that was trained in an earlier test of the class, or is now.</summary>
    private async Task<string> Model()
    {
        if (!Directory.Exists(_folder["model"]))
        {
            Assert.Equal(0, (await Lifted.RunAsync("train", SmallSpec.WriteTo(_folder), "--no-baseline", "--epochs", "2", "--out", _folder["model"])).Code);
        }

        return _folder["model"];
    }

    private JsonNode Summary(string name) => JsonNode.Parse(File.ReadAllText(_folder[$"{name}/summary.json"]))!;
}
