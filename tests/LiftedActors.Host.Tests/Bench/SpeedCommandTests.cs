using System.Text.Json.Nodes;

namespace LiftedActors.Host.Tests.Bench;

/// <summary>The benchmark of speed and the command that tells of devices, as a user sees them.</summary>
public sealed class SpeedCommandTests
{
    [Fact]
    public async Task The_products_stand_in_a_table_whatever_is_installed()
    {
        var (code, output, error) = await Lifted.RunAsync("bench", "speed", "--quick", "--rows", "products");

        Assert.True(code == 0, error);
        var rows = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(rows, row => Assert.Equal(rows[0].Count(sign => sign == '|'), row.Count(sign => sign == '|')));
        Assert.All(["784 × 784 × 256", "NT, W packed", "NN, W packed", "TN"], product => Assert.Single(rows, row => row.Contains(product, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_wrong_row_is_named_with_the_words_there_are()
    {
        var (code, _, error) = await Lifted.RunAsync("bench", "speed", "--rows", "product");

        Assert.Equal(2, code);
        Assert.Contains("did you mean 'products'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_against_an_absent_PyTorch_are_left_out_with_one_line()
    {
        using var empty = new ScratchFolder();
        var (code, output, error) = await Lifted.RunAsync("bench", "speed", "--quick", "--rows", "epoch,depth", "--peers", empty.Path);

        Assert.Equal((0, "", 1), (code, output, Lifted.LinesOf(error)));
        Assert.Contains("--peers", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kernels_that_are_not_here_are_refused_with_those_that_are()
    {
        var (code, _, error) = await Lifted.RunAsync("devices", "--blas", "openblass");

        Assert.Equal(2, code);
        Assert.Contains("--blas", error, StringComparison.Ordinal);
        Assert.Contains("openblas.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Devices_are_told_as_text_and_as_JSON()
    {
        var (code, text, _) = await Lifted.RunAsync("devices");
        var (_, json, _) = await Lifted.RunAsync("devices", "--json");
        var told = JsonNode.Parse(json)!.AsObject();

        Assert.Equal(0, code);
        Assert.Equal(Lifted.LinesOf(text), told.Count);
        Assert.Contains($"Product path: {told["productPath"]}", text, StringComparison.Ordinal);
        Assert.All(["productGflops", "shardProductGflops", "triadGigabytes"], key => Assert.True(told[key]!.GetValue<double>() > 0));
    }
}
