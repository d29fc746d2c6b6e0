using System.CommandLine;
using LiftedActors.Host.Bench;
using LiftedActors.Host.Engines;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Commands;

/// <summary><c>lifted bench gpu</c>: checks every operation of a GPU against its reference, and measures it against the card.</summary>
internal static class GpuCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var quick = new Option<bool>("--quick") { Description = "Tiny sizes on ILGPU's own CPU accelerator: a smoke test that needs no GPU; its rates mean nothing." };
        var command = new Command("gpu", "Compare every operation of the GPU with its reference, and measure it against the card's own copying and arithmetic.") { quick };
        command.SetAction(result => CommandFrame.Run(result.InvocationConfiguration.Error, () =>
        {
            var isQuick = result.GetValue(quick);
            var (device, missing) = isQuick ? BuiltEngines.OpenGpuForChecking() : BuiltEngines.OpenGpu();
            using var held = device as IDisposable;
            return device is null
                ? throw new SpecException("The command line", "gpu", $"{missing}; --quick needs none.")
                : GpuTables.Write(result.InvocationConfiguration.Output, device, isQuick);
        }));
        return command;
    }
}
