using System.CommandLine;
using System.Text.Json.Nodes;
using LiftedActors.Host.Bench.Speed;
using LiftedActors.Host.Runs;

namespace LiftedActors.Host.Commands;

/// <summary><c>lifted devices</c>: says what runs the kernels, and measures in a moment how fast.</summary>
internal static class DevicesCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object instead of text." };
        var blas = new BlasOption();
        var command = new Command("devices", Examples.Devices) { json, blas };
        command.SetAction(result => CommandFrame.Run(result.InvocationConfiguration.Error, () =>
        {
            blas.Choose(result);
            var report = DeviceReport.Measure();
            result.InvocationConfiguration.Output.WriteLine(result.GetValue(json)
                ? new JsonObject(report.Select(line => KeyValuePair.Create(line.Key, line.Value))).ToJsonString()
                : string.Join(Environment.NewLine, report.Select(line => line.Text)));
            return ExitCode.Success;
        }));
        return command;
    }
}
