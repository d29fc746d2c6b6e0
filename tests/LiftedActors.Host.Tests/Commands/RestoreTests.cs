using System.Globalization;
using LiftedActors.Host.Restoring;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Tests.Commands;

public sealed class RestoreTests : IDisposable
{
    private static readonly ImageShape Shape = new(37, 29);
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_picture_of_any_size_is_restored_and_judged()
    {
        await TrainAsync(256, "10");
        Write("photo.png", 1);

        var (code, output, error) = await Lifted.RunAsync("restore", _folder["run"], _folder["photo.png"], "-o", _folder["out.png"], "--noise", "0.2");

        Assert.Equal((0, string.Empty), (code, error));
        Assert.Contains("37 × 29 pixels, by tiles of 8 × 8 pixels", output, StringComparison.Ordinal);
        Assert.Contains("clipped to black or white: ", output, StringComparison.Ordinal);
        var told = output.Split("restored ")[1].Split(" dB")[0];
        var judged = Picture.Read(_folder["photo.png"]).PsnrOf(Picture.Read(_folder["out.png"]));
        Assert.Equal(double.Parse(told, CultureInfo.InvariantCulture), judged, 0.05);
        Assert.True(judged > double.Parse(output.Split("degraded ")[1].Split(" dB")[0], CultureInfo.InvariantCulture));
        var again = await Lifted.RunAsync("restore", _folder["run"], _folder["photo.png"], "-o", _folder["again.png"], "--noise", "0.2");
        Assert.Equal(File.ReadAllBytes(_folder["out.png"]), File.ReadAllBytes(_folder["again.png"]));
        Assert.Equal(output.Split('\n')[1], again.Output.Split('\n')[1]);
    }

    [Fact]
    public async Task Colours_are_restored_channel_by_channel()
    {
        await TrainAsync(32, "1");
        Write("grey.png", 1);
        Write("colour.png", 3);

        Assert.Equal(0, (await Lifted.RunAsync("restore", _folder["run"], _folder["grey.png"], "-o", _folder["grey-out.png"])).Code);
        var (code, output, _) = await Lifted.RunAsync("restore", _folder["run"], _folder["colour.png"], "-o", _folder["colour-out.png"], "--clean", _folder["colour.png"]);

        Assert.Equal(0, code);
        Assert.Contains("in three colours", output, StringComparison.Ordinal);
        Assert.Contains("degraded ∞ dB", output.Replace("Infinity", "∞", StringComparison.Ordinal), StringComparison.Ordinal);
        var (grey, colour) = (Picture.Read(_folder["grey-out.png"]), Picture.Read(_folder["colour-out.png"]));
        Assert.Equal(3, colour.Channels.Count);
        Assert.Equal(grey.Channels[0].ToBytes(), colour.Channels[0].ToBytes());
        Assert.NotEqual(colour.Channels[0].ToBytes(), colour.Channels[1].ToBytes());
    }

    [Fact]
    public async Task What_cannot_be_is_refused_in_one_line()
    {
        await TrainAsync(32, "1");
        Write("photo.png", 1);
        Write("colour.png", 3);
        string[][] cases =
        [
            ["2", "--noise", "--noise", "0.1", "--degrade"],
            ["2", "--noise", "--noise", "-1"],
            ["2", "--out", "-o", _folder["photo.png"]],
            ["2", "'last'", "--weights", "lst"],
            ["2", "best.safetensors", "--weights", "best"],
            ["3", "3 channels", "--clean", _folder["colour.png"]],
            ["3", "missing.png", "--clean", _folder["missing.png"]],
        ];
        foreach (var arguments in cases)
        {
            var (code, _, error) = await Lifted.RunAsync(["restore", _folder["run"], _folder["photo.png"], .. arguments.Contains("-o") ? Array.Empty<string>() : ["-o", _folder["out.png"]], .. arguments[2..]]);
            Assert.Equal(arguments[0], code.ToString(CultureInfo.InvariantCulture));
            Assert.Contains(arguments[1], error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_run_that_tells_classes_apart_restores_nothing()
    {
        Digits.WriteTo(_folder.Path, 150, 50);
        File.WriteAllText(_folder["digits.json"], Digits.Spec);
        await Lifted.RunAsync("train", _folder["digits.json"], "--data", _folder.Path, "--out", _folder["run"], "--quiet", "--no-baseline", "--epochs", "1");
        Write("photo.png", 1);

        Assert.Equal(2, (await Lifted.RunAsync("restore", _folder["run"], _folder["photo.png"], "-o", _folder["out.png"])).Code);
    }

    private async Task TrainAsync(int images, string epochs)
    {
        string[] change = ["--set", "task.operator=identity", "--set", "task.noise=0.2", "--set", $"task.train={images}", "--set", "network.activation.soft-threshold.threshold=0.001"];
        Assert.Equal(0, (await Lifted.RunAsync(["train", SmallSpec.WriteTo(_folder), "--out", _folder["run"], "--quiet", "--no-baseline", "--epochs", epochs, .. change])).Code);
    }

    private void Write(string name, int channels)
    {
        using var file = File.Create(_folder[name]);
        var images = Enumerable.Range(0, 3).Select(i => Phantoms.Draw(Shape, 7, i)).ToArray();
        if (channels == 1)
        {
            Png.Write(file, images[0]);
            return;
        }

        var bytes = images.Select(image => image.ToBytes()).ToArray();
        Png.WriteColour(file, Shape, [.. Enumerable.Range(0, 3 * Shape.Pixels).Select(i => bytes[i % 3][i / 3])]);
    }
}
