using System.Text.Json.Nodes;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Tests.Commands;

public sealed class MethodTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public static TheoryData<string> Words => [.. MethodReader.Words];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Words))]
    public async Task One_word_chooses_the_method_on_the_same_network_and_data(string word)
    {
        var spec = SmallSpec.WriteTo(_folder);
        var (code, output, error) = await Lifted.RunAsync("train", spec, "--out", _folder["run"], "--method", word, "--engine", "sequential");

        Assert.Equal((0, string.Empty), (code, error));
        var summary = JsonNode.Parse(File.ReadAllText(_folder["run/summary.json"]))!;
        Assert.StartsWith(word, summary["method"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(word == MethodReader.Backpropagation, summary["psnr"]!["lifted"] is null);
        Assert.NotNull(summary["psnr"]!["backprop"]);
        Assert.Contains("PSNR", output, StringComparison.Ordinal);

        // What is judged again goes by the name of what it is.
        var (_, judged, _) = await Lifted.RunAsync("eval", _folder["run"]);
        Assert.Equal(word == MethodReader.Backpropagation, !judged.Contains("lifted", StringComparison.Ordinal));
        Assert.Contains("back-propagation  PSNR", judged, StringComparison.Ordinal);
        if (word != MethodReader.Backpropagation)
        {
            // Every lifted loss comes with the certificate of its gap.
            var lines = File.ReadLines(_folder["run/penalties.jsonl"]).Select(line => JsonNode.Parse(line)!).ToArray();
            Assert.Equal([4, 8, 12], lines.Where(line => line["gapBound"] is not null).Select(line => line["iteration"]!.GetValue<int>()));
        }
    }

    [Fact]
    public void A_weight_is_kept_where_the_new_formulation_has_one()
    {
        var spec = SmallSpec.Parse();
        SpecOverrides.Apply(spec, ["method.formulation={\"lifted-bregman\":{\"weight\":3}}"]);
        MethodReader.Choose(spec, "mac-qp");
        Assert.Equal(3, SpecReader.Read("small", spec).Method.Formulation.Weight);
        MethodReader.Choose(spec, "lifted-contrastive");
        Assert.Equal(10, SpecReader.Read("small", spec).Method.Formulation.Weight);
        Assert.Contains("'mac-qp'", Assert.Throws<SpecException>(() => MethodReader.Choose(spec, "mac-pq")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_that_the_mathematics_does_not_allow_are_refused_at_their_place()
    {
        Refused("method.formulation", "Lipschitz", "method.formulation=mac-qp", "method.parameterUpdate=prox-linear");
        Refused("method.formulation", "lower one function", "method.formulation=lifted-contrastive", "method.schedule=jacobi");
        Refused("method.continuation", "begin anew", "method.continuation=residual-balancing");
        Refused("method.postprocess", "identity", "method.postprocess=true", "network.output=tanh");
        Refused("only", "back-propagation", "only=adam");
        Refused("baseline", "needs its update", "only=back-propagation", "baseline=null");

        static void Refused(string path, string reason, params string[] overrides)
        {
            var fault = Assert.Single(Assert.Throws<SpecException>(() => SmallSpec.Read(overrides)).Faults);
            Assert.Equal(path, fault.Path);
            Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("sequential", "embedded")]
    [InlineData("embedded", "sequential")]
    public async Task Weights_that_change_resume_to_the_bit_on_another_engine(string first, string second)
    {
        var spec = SmallSpec.WriteTo(_folder);
        string[] rule = ["--set", "method.continuation={\"geometric\":{\"factor\":2,\"tolerance\":0.5}}", "--quiet"];
        Assert.Equal(0, (await Lifted.RunAsync(["train", spec, "--out", _folder["whole"], "--epochs", "5", "--engine", first, .. rule])).Code);
        Assert.Equal(0, (await Lifted.RunAsync(["train", spec, "--out", _folder["part"], "--epochs", "2", "--no-baseline", "--engine", first, .. rule])).Code);
        var resolved = JsonNode.Parse(File.ReadAllText(_folder["part/spec.json"]))!;
        resolved["epochs"] = 5;
        File.WriteAllText(_folder["part/spec.json"], resolved.ToJsonString());

        var (code, _, error) = await Lifted.RunAsync("resume", _folder["part"], "--quiet", "--engine", second, "--workers", "2");

        Assert.Equal((0, string.Empty), (code, error));
        Assert.Equal(Digest("whole"), Digest("part"));
        var changes = Changes("whole");
        Assert.NotEmpty(changes);
        Assert.Equal(changes, Changes("part"));
        Assert.Contains("all weights times 2", File.ReadAllText(_folder["whole/log.txt"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_layer_is_fitted_at_the_end()
    {
        var spec = SmallSpec.WriteTo(_folder);
        var (code, output, _) = await Lifted.RunAsync("train", spec, "--out", _folder["run"], "--method", "mac-qp", "--set", "method.postprocess=true", "--no-baseline");
        Assert.Equal(0, code);
        Assert.Contains("last layer fitted: loss", output, StringComparison.Ordinal);
    }

    private string[] Changes(string run) => [.. File.ReadLines(_folder[$"{run}/penalties.jsonl"]).Where(line => line.Contains("cause", StringComparison.Ordinal))];

    private string Digest(string run) => JsonNode.Parse(File.ReadAllText(_folder[$"{run}/summary.json"]))!["weightsSha256"]!.GetValue<string>();
}
