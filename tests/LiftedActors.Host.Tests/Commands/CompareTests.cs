using System.Text.Json.Nodes;
using LiftedActors.Host.Bench;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Tests.Commands;

public sealed class CompareTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_method_has_the_runs_that_it_has_alone()
    {
        var spec = SmallSpec.WriteTo(_folder);
        var (code, output, error) = await Lifted.RunAsync(
            "compare", spec, "--methods", "lifted-bregman, mac-qp,back-propagation", "--seeds", "2", "--out", _folder["all"], "--wall-time");

        Assert.True(code == ExitCode.Success, error);
        Assert.Equal(output, File.ReadAllText(_folder["all/compare.md"]));
        Assert.Contains("| Method | at 3 epochs | at ", output, StringComparison.Ordinal);
        Assert.True(new FileInfo(_folder["all/curves.png"]).Length > 1000);
        var json = JsonNode.Parse(File.ReadAllText(_folder["all/compare.json"]))!;
        var methods = json["methods"]!.AsArray();
        Assert.Equal(["lifted-bregman", "mac-qp", "back-propagation"], methods.Select(method => method!["method"]!.GetValue<string>()));
        Assert.Equal(3, json["epochs"]!.GetValue<int>());

        // All begin from the same weights; a run is that of its method and seed, to the bit.
        Assert.Single(methods.Select(method => method!["runs"]![1]!["epochs"]![0]!["psnr"]!.GetValue<double>()).Distinct());
        Assert.Equal(0, (await Lifted.RunAsync("train", spec, "--out", _folder["alone"], "--method", "mac-qp", "--seed", "2", "--no-baseline", "--quiet")).Code);
        Assert.Equal(Digest("alone"), Digest("all/mac-qp-2"));
        var psnr = JsonNode.Parse(File.ReadAllText(_folder["alone/summary.json"]))!["psnr"]!["lifted"]!.GetValue<double>();
        Assert.Equal(psnr, methods[1]!["runs"]![1]!["epochs"]![3]!["psnr"]!.GetValue<double>(), 1e-5);
    }

    [Fact]
    public async Task A_method_that_the_spec_does_not_allow_is_named_with_its_reason()
    {
        File.WriteAllText(_folder["digits.json"], Digits.Spec.Replace("\"fixed-point\"", "\"prox-linear\"", StringComparison.Ordinal));
        Digits.WriteTo(_folder.Path, 120, 40);
        var (code, output, error) = await Lifted.RunAsync(
            "compare", _folder["digits.json"], "--data", _folder.Path, "--seeds", "1", "--epochs", "1", "--out", _folder["all"], "--set", "baseline=null");

        Assert.True(code == ExitCode.Success, error);
        Assert.Contains("accuracy on the test images", output, StringComparison.Ordinal);
        Assert.Contains("mac-qp is left out: prox-linear takes its step length from a Lipschitz constant", output, StringComparison.Ordinal);
        Assert.Contains("back-propagation is left out: back-propagation alone needs its update here", output, StringComparison.Ordinal);
        Assert.Contains("| lifted-bregman | ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_allowed_nothing_is_trained()
    {
        var spec = SmallSpec.WriteTo(_folder);
        var (code, _, error) = await Lifted.RunAsync("compare", spec, "--methods", "back-propagation", "--set", "baseline=null", "--out", _folder["all"]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("needs its update", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["all"]));
        Assert.Contains("'mac-qp'", Assert.Throws<SpecException>(() => new Rivals(spec, [], ["mac-pq"])).Message, StringComparison.Ordinal);
    }

    private string Digest(string run) => JsonNode.Parse(File.ReadAllText(_folder[$"{run}/summary.json"]))!["weightsSha256"]!.GetValue<string>();
}
