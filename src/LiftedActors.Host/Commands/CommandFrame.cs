using LiftedActors.Host.Data;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Commands;

/// <summary>What every command does with faults: one clear message, and the exit code that belongs to it.</summary>
internal static class CommandFrame
{
    public static int Run(TextWriter error, Func<int> command) => RunAsync(error, () => Task.FromResult(command())).GetAwaiter().GetResult();

    public static async Task<int> RunAsync(TextWriter error, Func<Task<int>> command)
    {
        try
        {
            return await command().ConfigureAwait(false);
        }
        catch (SpecException fault)
        {
            await error.WriteLineAsync(fault.Message).ConfigureAwait(false);
            return ExitCode.Usage;
        }
        catch (OutOfMemoryException)
        {
            await error.WriteLineAsync("The memory of this machine does not suffice; take smaller widths, fewer images or smaller batches.").ConfigureAwait(false);
            return ExitCode.Diverged;
        }
        catch (Exception fault) when (fault is DataFaultException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(fault.Message.ReplaceLineEndings(" ")).ConfigureAwait(false);
            return ExitCode.Data;
        }
    }
}
