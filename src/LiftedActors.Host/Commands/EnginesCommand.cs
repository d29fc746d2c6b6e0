using System.CommandLine;
using LiftedActors.Host.Engines;

namespace LiftedActors.Host.Commands;

/// <summary><c>lifted engines</c>: lists the engines of this build, the accelerators of this machine, and why something is missing.</summary>
public static class EnginesCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var command = new Command("engines", "List the engines and devices that this build has, and why one is missing.");
        command.SetAction(result => Write(result.InvocationConfiguration.Output));
        return command;
    }

    /// <summary>Writes one line per engine and one per accelerator.</summary>
    public static void Write(TextWriter output)
    {
        foreach (BuiltEngine engine in BuiltEngines.All)
        {
            output.WriteLine(engine.Describe());
        }

        foreach (string accelerator in BuiltEngines.Accelerators())
        {
            output.WriteLine($"  {accelerator}");
        }
    }
}
