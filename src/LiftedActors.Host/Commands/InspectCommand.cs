using System.CommandLine;
using LiftedActors.Host.Formats;
using LiftedActors.Host.Reports;
using LiftedActors.Host.Runs;

namespace LiftedActors.Host.Commands;

/// <summary><c>lifted inspect</c>: says what a file of tensors or an ONNX model holds.</summary>
public static class InspectCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "Safetensors, npz, npy, a PyTorch state_dict (.pth, .pt), or an ONNX model (.onnx)." };
        var json = new Option<bool>("--json") { Description = "One JSON object instead of text." };
        var command = new Command("inspect", Examples.Inspect) { file, json };
        command.SetAction(result => CommandFrame.Run(result.InvocationConfiguration.Error, () =>
        {
            var path = result.GetValue(file)!;
            var report = new ModelReport(path, ModelContent.Read(path));
            result.InvocationConfiguration.Output.WriteLine(result.GetValue(json) ? report.ToJson().ToJsonString() : string.Join(Environment.NewLine, report.Lines()));
            return ExitCode.Success;
        }));
        return command;
    }
}
