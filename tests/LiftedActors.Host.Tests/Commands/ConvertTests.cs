using System.Text.Json.Nodes;
using LiftedActors.Host.Formats.Onnx;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;
using LiftedActors.Host.Tests.Formats;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Networks;

namespace LiftedActors.Host.Tests.Commands;

public sealed class ConvertTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Inspect_tells_names_shapes_ranges_and_what_is_no_number()
    {
        Write("a.safetensors", Tensor.Of("0.weight", [2, 2], new[] { -1.5f, float.NaN, 4, float.PositiveInfinity }), Tensor.Of("empty", [0], ReadOnlySpan<float>.Empty));
        var (code, text, _) = await Lifted.RunAsync("inspect", _folder["a.safetensors"]);
        Assert.Equal(0, code);
        Assert.Contains("safetensors, 2 tensors of 4 numbers", text, StringComparison.Ordinal);
        Assert.Matches(@"0\.weight +F32 +\[2, 2\] +-1\.5 +4 +1 +1", text);
        Assert.Matches(@"empty +F32 +\[0\] +- +- +0 +0", text);

        var json = JsonNode.Parse((await Lifted.RunAsync("inspect", _folder["a.safetensors"], "--json")).Output)!;
        Assert.Equal((1, 1, -1.5), ((int)json["tensors"]![0]!["nan"]!, (int)json["tensors"]![0]!["infinite"]!, (double)json["tensors"]![0]!["least"]!));
        Assert.Null(json["tensors"]![1]!["largest"]);
    }

    [Fact]
    public async Task Inspect_tells_the_nodes_of_a_model_and_why_it_is_no_network()
    {
        var network = OnnxCases.Networks["soft-threshold"];
        File.WriteAllBytes(_folder["good.onnx"], OnnxCases.Written(network, OnnxCases.Parameters(network)));
        using (var bad = File.Create(_folder["bad.onnx"]))
        {
            GraphText.Model("Sin x").Write(bad);
        }

        var good = (await Lifted.RunAsync("inspect", _folder["good.onnx"])).Output;
        Assert.Matches(@"gemm\.0 +Gemm +input, layers\.0\.weight, layers\.0\.bias -> gemm\.0", good);
        Assert.Contains("network: 3 layers, 7 to 4 features, 104 parameters", good, StringComparison.Ordinal);
        var (code, text, _) = await Lifted.RunAsync("inspect", _folder["bad.onnx"], "--json");
        Assert.Equal(0, code);
        Assert.Contains("The node 'n0' (Sin)", (string)JsonNode.Parse(text)!["network"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_go_through_every_format_without_a_change()
    {
        var (spec, network) = (SmallSpec.WriteTo(_folder), SmallSpec.Read().Network);
        var parameters = OnnxCases.Parameters(network);
        WeightsFile.Write(_folder["own.safetensors"], parameters);
        Assert.Equal(0, (await Lifted.RunAsync("convert", _folder["own.safetensors"], _folder["a.npz"])).Code);
        Assert.Equal(0, (await Lifted.RunAsync("convert", _folder["a.npz"], _folder["b.onnx"], "--spec", spec)).Code);
        Assert.Equal(0, (await Lifted.RunAsync("convert", _folder["b.onnx"], _folder["c.onnx"])).Code);
        var (code, text, _) = await Lifted.RunAsync("convert", _folder["c.onnx"], _folder["d.safetensors"]);

        Assert.Equal(0, code);
        Assert.Contains("a network of 3 layers from 64 to 64 features", text, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(_folder["b.onnx"]), File.ReadAllBytes(_folder["c.onnx"]));
        Assert.All(parameters.Zip(WeightsFile.Read(_folder["d.safetensors"], network)), pair => Assert.Equal(pair.First.Values.ToArray(), pair.Second.Values.ToArray()));
    }

    [Fact]
    public async Task Names_of_a_Sequential_are_taken_in_order_and_others_by_a_map()
    {
        var (spec, network) = (SmallSpec.WriteTo(_folder), SmallSpec.Read().Network);
        var parameters = OnnxCases.Parameters(network);
        var tensors = ParameterNames.ToTensors(parameters);
        Write("sequential.safetensors", [.. tensors.Select(tensor => Renamed(tensor, tensor.Name.Split('.') is [_, var layer, var leaf] ? $"{2 * int.Parse(layer)}.{leaf}" : string.Empty))]);
        Write("named.safetensors", [.. tensors.Select(tensor => Renamed(tensor, $"fc{tensor.Name[7]}_{tensor.Name[9..]}"))]);
        File.WriteAllText(_folder["names.json"], new JsonObject(tensors.Select(tensor => KeyValuePair.Create(tensor.Name, (JsonNode?)$"fc{tensor.Name[7]}_{tensor.Name[9..]}"))).ToJsonString());
        Assert.Equal(0, (await Lifted.RunAsync("convert", _folder["sequential.safetensors"], _folder["a.safetensors"], "--spec", spec)).Code);
        Assert.Equal(0, (await Lifted.RunAsync("convert", _folder["named.safetensors"], _folder["b.safetensors"], "--spec", spec, "--names", _folder["names.json"])).Code);
        WeightsFile.Write(_folder["own.safetensors"], parameters);

        Assert.Equal(File.ReadAllBytes(_folder["own.safetensors"]), File.ReadAllBytes(_folder["a.safetensors"]));
        Assert.Equal(File.ReadAllBytes(_folder["own.safetensors"]), File.ReadAllBytes(_folder["b.safetensors"]));
        var (code, _, error) = await Lifted.RunAsync("convert", _folder["named.safetensors"], _folder["c.safetensors"], "--spec", spec);
        Assert.Equal((3, true), (code, error.Contains("give a map", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_weights_of_a_run_become_a_model()
    {
        var spec = SmallSpec.WriteTo(_folder);
        Assert.Equal(0, (await Lifted.RunAsync("train", spec, "--out", _folder["run"], "--quiet", "--no-baseline", "--epochs", "1")).Code);
        Assert.Equal(0, (await Lifted.RunAsync("convert", _folder["run"], _folder["run.onnx"])).Code);
        using var file = File.OpenRead(_folder["run.onnx"]);
        var read = OnnxFile.Read(file);

        Assert.All(WeightsFile.Read(_folder[Path.Combine("run", "weights.safetensors")], SmallSpec.Read().Network).Zip(read.Parameters), pair =>
            Assert.Equal(pair.First.Values.ToArray().Select(value => (float)value), pair.Second.Values.ToArray().Select(value => (float)value)));
    }

    [Fact]
    public async Task What_cannot_be_done_is_refused_with_the_reason()
    {
        var spec = SmallSpec.WriteTo(_folder);
        WeightsFile.Write(_folder["a.safetensors"], OnnxCases.Parameters(SmallSpec.Read().Network));
        var broken = OnnxCases.Parameters(SmallSpec.Read().Network);
        broken[1].Values[3] = Real.NaN;
        WeightsFile.Write(_folder["nan.safetensors"], broken);
        File.WriteAllText(_folder["note.txt"], "this is no file of tensors");
        (int Code, string Named, string[] Arguments)[] cases =
        [
            (2, "--spec", ["a.safetensors", "b.onnx"]),
            (2, "read and not written", ["a.safetensors", "b.pth"]),
            (2, "does not tell a format", ["a.safetensors", "b.bin"]),
            (2, "the file itself", ["a.safetensors", "a.safetensors"]),
            (2, "--names", ["a.safetensors", "b.npz", "--names", "names.json"]),
            (2, "--spec", ["missing.onnx", "b.npz", "--spec", "small.json"]),
            (3, "none of safetensors", ["note.txt", "b.npz"]),
            (3, "missing.npz", ["missing.npz", "b.npz"]),
            (3, "no ONNX model", ["empty.onnx", "b.npz"]),
            (3, "layers.1.weight has 1 of 400 values", ["nan.safetensors", "b.onnx", "--spec", "small.json"]),
        ];
        File.WriteAllText(_folder["empty.onnx"], string.Empty);
        foreach (var (expected, named, arguments) in cases)
        {
            var (code, _, error) = await Lifted.RunAsync(["convert", .. arguments.Select(argument => argument.StartsWith('-') ? argument : _folder[argument])]);
            Assert.True(code == expected && error.Contains(named, StringComparison.Ordinal), $"{string.Join(' ', arguments)}: {code} {error}");
        }

        Assert.Equal((3, true), (await Lifted.RunAsync("convert", _folder["a.safetensors"], _folder["b.onnx"], "--spec", spec, "--set", "network.activation=arctan")) is var (last, _, said) ? (last, said.Contains("Arctan", StringComparison.Ordinal)) : default);
        Assert.False(File.Exists(_folder["b.onnx"]));
    }

    private static Tensor Renamed(Tensor tensor, string name) => new(name, tensor.Type, tensor.Shape, tensor.Bytes);

    private void Write(string name, params IReadOnlyList<Tensor> tensors)
    {
        using var file = File.Create(_folder[name]);
        Safetensors.Write(file, new TensorFile(tensors, new Dictionary<string, string>()));
    }
}
