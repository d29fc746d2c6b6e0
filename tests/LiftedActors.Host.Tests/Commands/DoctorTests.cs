using LiftedActors.Host.Reports;
using LiftedActors.Host.Runs;
using LiftedActors.Model.Laws;

namespace LiftedActors.Host.Tests.Commands;

public sealed class DoctorTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--activation", "soft-threshold:threshold=0.5", "activation soft-threshold:threshold=0.5")]
    [InlineData("--operator", "gaussian-blur:size=5,sigma=1", "on images of 23 × 31")]
    public async Task A_part_alone_is_examined(string option, string text, string title)
    {
        var (code, output, error) = await Lifted.RunAsync("doctor", option, text);
        Assert.Equal((0, string.Empty), (code, error));
        Assert.Contains(title, output, StringComparison.Ordinal);
        Assert.DoesNotContain("✗", output, StringComparison.Ordinal);
        Assert.Contains(" laws hold.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fixed-point", "adam", "one-sweep", "no descent to hold it to: fixed-point")]
    [InlineData("prox-linear", "prox-linear", "three-colour", "✓ the objective does not rise")]
    public async Task A_spec_is_examined_without_its_data(string activations, string parameters, string schedule, string line)
    {
        var (code, output, error) = await Lifted.RunAsync(
            "doctor", SmallSpec.WriteTo(_folder), "--set", $"method.activationUpdate={activations}", "--set", $"method.parameterUpdate={parameters}", "--set", $"method.schedule={schedule}");
        Assert.Equal((0, string.Empty), (code, error));
        foreach (var part in (string[])[line, "network 64 -> 20 -> 20 -> 64", "Correlate is the gradient", "operator gaussian-blur", "MiB by prediction"])
        {
            Assert.Contains(part, output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--activation", "gelu", "not monotone")]
    [InlineData("--activation", "relu:slope=1", "'slope' is not a parameter")]
    [InlineData("--operator", "gaussian-blur", "needs the parameter")]
    [InlineData("--operator", "mask:keep", "not of the form")]
    public async Task A_fault_is_no_broken_law(string option, string text, string message)
    {
        var (code, output, error) = await Lifted.RunAsync("doctor", option, text);
        Assert.Equal((ExitCode.Usage, string.Empty), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, (await Lifted.RunAsync("doctor")).Code);
    }

    [Fact]
    public void A_broken_law_is_counted_and_shown_where_it_is_broken_most()
    {
        using var output = new StringWriter();
        var checkup = new Checkup(output);
        checkup.Laws([new LawFinding("one", 0.5, 1)]);
        checkup.LawsOfParts([("layer 1", [new LawFinding("two", 3, 1)]), ("layer 2", [new LawFinding("two", double.NaN, 1)]), ("layer 3", [new LawFinding("two", 0, 1)])]);
        Assert.Equal(ExitCode.Broken, checkup.End());
        Assert.Equal(["  ✓ one: 0.5 ≤ 1", "  ✗ two: NaN > 1 (layer 2)", "1 of 2 laws fail."], output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }
}
