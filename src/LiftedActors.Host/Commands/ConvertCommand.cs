using System.CommandLine;
using System.Globalization;
using LiftedActors.Host.Data;
using LiftedActors.Host.Formats;
using LiftedActors.Host.Formats.Onnx;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Networks;

namespace LiftedActors.Host.Commands;

/// <summary><c>lifted convert</c>: writes tensors, or a network with its weights, in another format.</summary>
public static class ConvertCommand
{
    private const string Line = "The command line";

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var source = new Argument<string>("IN") { Description = "Safetensors, npz, npy, a PyTorch state_dict (.pth, .pt), an ONNX model (.onnx), or a run folder." };
        var target = new Argument<string>("OUT") { Description = "The file to write, told by its name: .safetensors, .npz or .onnx." };
        var spec = new Option<string?>("--spec") { Description = "The spec whose network the tensors of IN are the weights of: a file, or a built-in experiment.", HelpName = "SPEC" };
        var overrides = new Option<string[]>("--set") { Description = "A value over that of the spec; may be repeated.", HelpName = "KEY=VALUE" };
        var names = new Option<string?>("--names") { Description = "A JSON file from our names of weights, layers.0.weight, to those of IN; without it, the names are ours or those of a PyTorch Sequential.", HelpName = "FILE" };
        var weights = new WeightsOption();
        var command = new Command("convert", Examples.Convert) { source, target, spec, overrides, names, weights };
        command.SetAction(result => CommandFrame.Run(result.InvocationConfiguration.Error, () =>
        {
            var (input, output) = (result.GetValue(source)!, result.GetValue(target)!);
            var write = Writer(output);
            if (Path.GetFullPath(input) == Path.GetFullPath(output))
            {
                throw Fault("OUT", $"{output} is the file itself; name another.");
            }

            if ((result.GetValue(spec) is not null && (Directory.Exists(input) || ModelContent.IsOnnx(input))) || (result.GetValue(names) is not null && result.GetValue(spec) is null))
            {
                throw Fault(result.GetValue(spec) is null ? "--names" : "--spec", "this goes only with a file of tensors and the spec of their network.");
            }

            var content = Directory.Exists(input) ? OfRun(RunFolder.Open(input), run => weights.File(result, run))
                : ModelContent.IsOnnx(input) ? OfModel(DataFaultException.Reading(input, OnnxFile.Read))
                : result.GetValue(spec) is { } text ? OfSpec(input, BuiltInExperiments.Read(text, result.GetValue(overrides) ?? []).Network, result.GetValue(names))
                : new Content(null, [], ModelContent.Read(input).File);
            DataFaultException.Naming(output, () =>
            {
                DurableFile.Write(output, stream => write(stream, content));
                return true;
            });
            result.InvocationConfiguration.Output.WriteLine(content.Said(output));
            return ExitCode.Success;
        }));
        return command;
    }

    private static Action<Stream, Content> Writer(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".safetensors" => (stream, content) => Safetensors.Write(stream, content.Tensors),
        ".npz" => (stream, content) => Npz.Write(stream, content.Tensors),
        ModelContent.OnnxExtension => (stream, content) => OnnxFile.Write(stream, content.Network ?? throw Fault("--spec", "tensors do not tell the network that an ONNX model is; name the spec that does."), content.Parameters),
        ".pth" or ".pt" or ".ckpt" => throw Fault("OUT", "files of PyTorch are read and not written; write .safetensors, which safetensors.torch.load_file reads."),
        _ => throw Fault("OUT", $"'{path}' does not tell a format; end it with .safetensors, .npz or .onnx."),
    };

    private static Content OfRun(RunFolder run, Func<RunFolder, string> weights)
    {
        var network = run.ReadSpec().Network;
        return Of(network, WeightsFile.Read(weights(run), network));
    }

    private static Content OfModel(ImportedNetwork imported) => Of(imported.Network, imported.Parameters);

    private static Content OfSpec(string path, Network network, string? names) => Of(network, NetworkWeights.Read(path, network, names));

    private static Content Of(Network network, IReadOnlyList<LayerParameters> parameters) =>
        new(network, parameters, new TensorFile(ParameterNames.ToTensors(parameters), new Dictionary<string, string>()));

    private static SpecException Fault(string where, string what) => new(Line, where, what);

    /// <summary>What is written: tensors, and the network that they are the weights of where it is known.</summary>
    private sealed record Content(Network? Network, IReadOnlyList<LayerParameters> Parameters, TensorFile Tensors)
    {
        public string Said(string path) => string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: {Tensors.Tensors.Count} tensors of {Tensors.Tensors.Sum(tensor => (long)tensor.Count)} numbers{(Network is null ? string.Empty : $", a network of {Network.Depth} layers from {Network.Inputs} to {Network.Outputs} features")}");
    }
}
