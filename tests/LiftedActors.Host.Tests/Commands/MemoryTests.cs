using System.Text.Json.Nodes;
using LiftedActors.Host.Reports;
using LiftedActors.Host.Runs;

namespace LiftedActors.Host.Tests.Commands;

/// <summary>The program keeps within the smallest budget that it names, in a process of its own, and learns the same.</summary>
public sealed class MemoryTests : IDisposable
{
    private const string Workers = "2";
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string[]> Cases => new()
    {
        { "batches", [] },
        { "full batch", ["method.outer=\"full-batch\"", "method.schedule=three-colour", "method.activationUpdate=prox-linear", "task.train=1500", "epochs=3"] },
        { "no baseline", ["baseline=null", "method.outer.implicit-stochastic-gradient.batchSize=1000"] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_peak_stays_below_the_smallest_budget(string name, string[] changes)
    {
        string[] overrides = ["task.train=4000", "task.size=28", "task.test=1000", "network.widths=[784,100,784]", "epochs=2", "checkpoints.everyIterations=0", "method.outer.implicit-stochastic-gradient.batchSize=200", .. changes];
        overrides = [.. overrides.Where(change => name != "full batch" || !change.Contains("batchSize", StringComparison.Ordinal))];
        var budget = MemoryBudget.Parse(MemoryBudget.Amount(MemoryEstimate.Of(SmallSpec.Read(overrides), int.Parse(Workers, null), true).Total));
        string[] arguments = ["train", SmallSpec.WriteTo(_folder), "--workers", Workers, "--engine", "embedded", .. overrides.SelectMany(change => (string[])["--set", change])];

        using var process = new LiftedProcess([.. arguments, "--out", _folder["tight"], "--memory", MemoryBudget.Amount(budget.Bytes)]);
        var (code, output, error) = await process.EndAsync();
        Assert.Equal((0, string.Empty), (code, error));
        Assert.Contains("streamed from a file", output, StringComparison.Ordinal);
        Assert.Equal(0, (await Lifted.RunAsync([.. arguments, "--out", _folder["wide"], "--quiet"])).Code);

        var (tight, wide) = (Summary("tight"), Summary("wide"));
        Assert.InRange(tight["peakMemory"]?.GetValue<long>() ?? 1, 1, budget.Bytes);
        Assert.All((string[])["weightsSha256", "dataSha256", "psnr", "ssim"], key => Assert.True(JsonNode.DeepEquals(wide[key], tight[key]), key));
    }

    [Fact]
    public async Task A_resumed_run_keeps_within_the_memory_that_it_began_with()
    {
        string[] arguments = ["train", SmallSpec.WriteTo(_folder), "--out", _folder["run"], "--memory", "400M", "--quiet"];
        using (var process = new LiftedProcess([.. arguments, "--max-time", "0.000001s"]))
        {
            Assert.Equal(0, (await process.EndAsync()).Code);
        }

        using var resumed = new LiftedProcess("resume", _folder["run"]);
        var (code, output, _) = await resumed.EndAsync();
        Assert.Equal(0, code);
        Assert.Contains("of the 400.0 MiB of memory", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_names_the_auxiliary_variables_and_the_sum()
    {
        var (_, text, _) = await Lifted.RunAsync("train", SmallSpec.WriteTo(_folder), "--dry-run");
        var (_, json, _) = await Lifted.RunAsync("train", SmallSpec.WriteTo(_folder), "--dry-run", "--json");

        Assert.Contains("auxiliary variables", text, StringComparison.Ordinal);
        var parts = JsonNode.Parse(json)!["memoryParts"]!.AsObject();
        Assert.Equal(JsonNode.Parse(json)!["memoryBytes"]!.GetValue<long>(), parts.Sum(part => part.Value!.GetValue<long>()));

        // Two hidden layers of 20, three versions, 4 samples in each of 2 shards.
        Assert.Equal(3 * 2 * 2 * (24 + (4 * 20 * sizeof(Real))), parts["auxiliary variables"]!.GetValue<long>());
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_with_the_number_that_it_needs()
    {
        var (code, _, error) = await Lifted.RunAsync("train", SmallSpec.WriteTo(_folder), "--out", _folder["run"], "--memory", "10M");

        Assert.Equal(2, code);
        Assert.Contains("smallest budget", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    private JsonNode Summary(string run) => JsonNode.Parse(File.ReadAllText(_folder[$"{run}/summary.json"]))!;
}
