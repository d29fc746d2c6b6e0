using System.Text.Json.Nodes;
using LiftedActors.Host.Data;
using LiftedActors.Host.Runs;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Tests.Commands;

/// <summary>What a run tells about how it was carried out.</summary>
public sealed class ProfileTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sequential", 1)]
    [InlineData("embedded", 1)]
    [InlineData("embedded", 2)]
    public async Task A_profile_splits_every_worker_s_time_and_is_shown(string engine, int workers)
    {
        var (code, output, _) = await Lifted.RunAsync(
            "train", SmallSpec.WriteTo(_folder), "--out", _folder["run"], "--engine", engine, "--workers", $"{workers}", "--no-baseline", "--profile");

        Assert.Equal(0, code);
        Assert.Contains("kernels   messages    waiting", output, StringComparison.Ordinal);
        var profile = JsonNode.Parse(File.ReadAllText(_folder["run/profile.json"]))!;
        Assert.Equal(12, profile["sweeps"]!.GetValue<int>());
        var split = profile["workers"]!.AsArray().Select(worker => Numbers(worker!)).ToArray();
        Assert.InRange(split.Length, 1, workers);
        Assert.All(split.SelectMany(numbers => numbers), number => Assert.True(number >= 0));
        var grants = profile["workers"]!.AsArray().Sum(worker => worker!["works"]!.AsObject().Sum(work => work.Value!["grants"]!.GetValue<double>()));
        var objective = Joined().Lift();
        Assert.Equal(objective.LaterPlan.Grants.Length, grants, 6);
    }

    [Fact]
    public async Task A_run_without_a_profile_writes_none()
    {
        var (_, output, _) = await Lifted.RunAsync("train", SmallSpec.WriteTo(_folder), "--out", _folder["run"], "--no-baseline");

        Assert.DoesNotContain("waiting", output, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["run/profile.json"]));
        Assert.False(File.Exists(_folder["run/trace.txt"]));
    }

    [Fact]
    public async Task An_asynchronous_run_resumed_is_replayed_from_its_trace()
    {
        string[] delayed =
        [
            "--set", "method.schedule=bounded-delay", "--set", "method.activationUpdate=prox-linear", "--set", "method.outer.implicit-stochastic-gradient.sweeps=4",
        ];
        await Lifted.RunAsync(["train", SmallSpec.WriteTo(_folder), "--out", _folder["run"], "--engine", "embedded", "--workers", "2", "--epochs", "2", "--no-baseline", .. delayed]);
        var resolved = JsonNode.Parse(File.ReadAllText(_folder["run/spec.json"]))!;
        resolved["epochs"] = 3;
        File.WriteAllText(_folder["run/spec.json"], resolved.ToJsonString());
        Assert.Equal(0, (await Lifted.RunAsync("resume", _folder["run"], "--engine", "embedded", "--workers", "2")).Code);

        var experiment = Joined();
        using var text = File.OpenText(_folder["run/trace.txt"]);
        var trace = ExecutionTrace.Read(text);
        var solver = new SequentialSolver(experiment.Lift());
        while (solver.Iteration < experiment.Iterations)
        {
            solver.Replay(trace);
        }

        WeightsFile.Write(_folder["replayed.safetensors"], solver.Objective.CurrentParameters);
        Assert.Equal(File.ReadAllBytes(_folder["run/weights.safetensors"]), File.ReadAllBytes(_folder["replayed.safetensors"]));
    }

    private static double[] Numbers(JsonNode worker) =>
        [.. new[] { "kernels", "messages", "waiting" }.Select(key => worker[key]!.GetValue<double>())];

    private Experiment Joined()
    {
        var run = RunFolder.Open(_folder["run"]);
        var spec = run.ReadSpec();
        return new Experiment(spec, TaskData.Load(spec.Task, spec.Seed, new DataFolders(run.DataOfLaunch())));
    }
}
