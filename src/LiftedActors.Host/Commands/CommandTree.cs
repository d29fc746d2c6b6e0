using System.CommandLine;
using LiftedActors.Host.Runs;

namespace LiftedActors.Host.Commands;

/// <summary>All commands of the program.</summary>
public static class CommandTree
{
    /// <summary>Runs a command line and returns the exit code.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="output">Where results and progress go.</param>
    /// <param name="error">Where faults and warnings go.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Lifted training of proximal networks on actors.")
        {
            TrainCommand.Create(),
            ResumeCommand.Create(),
            EvalCommand.Create(),
            RestoreCommand.Create(),
            InvertCommand.Create(),
            CompareCommand.Create(),
            InspectCommand.Create(),
            ConvertCommand.Create(),
            DoctorCommand.Create(),
            BenchCommand.Create(),
            DevicesCommand.Create(),
            EnginesCommand.Create(),
        };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var fault in parsed.Errors)
            {
                await error.WriteLineAsync(fault.Message).ConfigureAwait(false);
            }

            await error.WriteLineAsync("Add --help to see what there is.").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        // The commands see to Ctrl-C themselves: they finish the step and keep a checkpoint first.
        var configuration = new InvocationConfiguration { ProcessTerminationTimeout = null, Output = output, Error = error };
        return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
    }
}
