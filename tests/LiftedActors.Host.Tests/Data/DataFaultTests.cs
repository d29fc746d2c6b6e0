using System.IO.Compression;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Tests.Data;

public sealed class DataFaultTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_missing_folder_is_named() => await RefusedAsync("there is no such folder", "mnist-denoise", "--data", _folder["nowhere"]);

    [Fact]
    public async Task A_missing_file_is_named() => await RefusedAsync("dataset-prep", "mnist-denoise", "--data", _folder.Path);

    [Fact]
    public async Task A_truncated_idx_is_refused()
    {
        Compress(_folder["train-images-idx3-ubyte.gz"], [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28, 1, 2, 3]);
        await RefusedAsync("train-images-idx3-ubyte.gz", "mnist-denoise", "--data", _folder.Path);
    }

    [Fact]
    public async Task A_wrong_magic_is_refused()
    {
        File.WriteAllBytes(_folder["train-images-idx3-ubyte"], [1, 2, 3, 4, 5, 6, 7, 8]);
        await RefusedAsync("train-images-idx3-ubyte", "mnist-denoise", "--data", _folder.Path);
    }

    [Fact]
    public async Task Images_of_another_set_in_the_same_format_are_taken_and_told_of()
    {
        Digits.WriteTo(_folder.Path, 20, 10);

        var (code, output, error) = await Lifted.RunAsync(
            "train", "mnist-denoise", "--data", _folder.Path, "--set", "task.train=10", "--set", "task.test=5", "--set", "network.widths=[784,8,784]",
            "--set", "method.outer=full-batch", "--set", "epochs=1", "--no-baseline", "--out", _folder["run"]);

        Assert.Equal((0, string.Empty), (code, error));
        Assert.Contains("train-images-idx3-ubyte: this is not the file that is published as MNIST", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_with_a_flipped_byte_in_their_compression_are_refused()
    {
        Digits.WriteTo(_folder.Path, 20, 10);
        Compress(_folder["train-images-idx3-ubyte.gz"], File.ReadAllBytes(_folder["train-images-idx3-ubyte"]));
        var bytes = File.ReadAllBytes(_folder["train-images-idx3-ubyte.gz"]);
        bytes[^6] ^= 1; // of the check sum
        File.WriteAllBytes(_folder["train-images-idx3-ubyte.gz"], bytes);

        await RefusedAsync("train-images-idx3-ubyte", "mnist-denoise", "--data", _folder.Path, "--set", "task.train=10", "--set", "task.test=5");
    }

    [Fact]
    public async Task A_picture_that_lies_about_its_size_is_refused()
    {
        using var png = new MemoryStream();
        Png.Write(png, new Image(new ImageShape(30, 30)));
        var bytes = png.ToArray();
        bytes[19] = 90; // the width in the header; its check sum is then wrong, too
        File.WriteAllBytes(_folder["lying.png"], bytes);
        await RefusedAsync("lying.png", "phantom-deblur", "--set", $"task.data={_folder.Path}/", "--set", "task.train=4", "--set", "task.test=2");
    }

    [Fact]
    public async Task Pictures_that_give_too_few_tiles_are_refused()
    {
        using (var file = File.Create(_folder["small.png"]))
        {
            Png.Write(file, new Image(new ImageShape(30, 60)));
        }

        await RefusedAsync("the pictures give 2", "phantom-deblur", "--set", $"task.data={_folder.Path}/", "--set", "task.train=200", "--set", "task.test=2");
    }

    [Fact]
    public async Task Pairs_with_a_flipped_byte_are_refused()
    {
        using (var file = new MemoryStream())
        {
            Safetensors.Write(file, new TensorFile([Tensor.Of("clean", [1, 2, 2], new float[4])], new Dictionary<string, string>()));
            File.WriteAllBytes(_folder["x.safetensors"], file.ToArray());
        }

        var spec = _folder["pairs.json"];
        File.WriteAllText(spec, SmallSpec.Text.Replace("\"data\": \"phantoms\", \"size\": 8", $"\"data\": \"pairs:{_folder["x.safetensors"]}\"", StringComparison.Ordinal)
            .Replace(", \"operator\": { \"gaussian-blur\": { \"size\": 3, \"sigma\": 1 } }, \"noise\": 0.05", string.Empty, StringComparison.Ordinal));
        await RefusedAsync("x.safetensors", spec);
    }

    [Fact]
    public async Task A_folder_without_a_run_cannot_be_resumed()
    {
        var (code, _, error) = await Lifted.RunAsync("resume", _folder.Path);
        Assert.Equal((3, 1), (code, Lifted.LinesOf(error)));
    }

    private static void Compress(string path, byte[] bytes)
    {
        using var file = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        file.Write(bytes);
    }

    private async Task RefusedAsync(string expected, string spec, params string[] more)
    {
        var (code, _, error) = await Lifted.RunAsync(["train", spec, "--out", _folder["run"], .. more]);
        Assert.Equal(3, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Equal(1, Lifted.LinesOf(error));
        Assert.False(Directory.Exists(_folder["run"]));
    }
}
