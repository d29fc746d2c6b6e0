using LiftedActors.Host.Data;
using LiftedActors.Host.Progress;
using LiftedActors.Host.Runs;
using Serilog;

namespace LiftedActors.Host.Commands;

/// <summary>Runs something in its folder under Ctrl-C, with a log.</summary>
internal static class RunSession
{
    public static Task<int> RunAsync(RunFolder folder, Experiment experiment, RunOptions options, IProgressDisplay display) =>
        RunAsync(folder, display, (console, cancellation) => new TrainingRun(folder, experiment, options, console).ExecuteAsync(cancellation));

    public static async Task<int> RunAsync(RunFolder folder, IProgressDisplay display, Func<RunConsole, CancellationToken, Task<int>> execute)
    {
        using var log = new LoggerConfiguration()
            .WriteTo.File(folder.Log, formatProvider: System.Globalization.CultureInfo.InvariantCulture)
            .CreateLogger();
        using var interruption = new Interruption(display.Note);
        try
        {
            display.Note($"run folder {folder.Path}");
            return await execute(new RunConsole(display, log), interruption.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.Error(fault, "The run ended with a fault");
            throw new DataFaultException($"{fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}; the checkpoints stand, mend this and go on with 'lifted resume {folder.Path}'.", fault);
        }
        catch (Exception fault)
        {
            log.Error(fault, "The run ended with a fault");
            throw;
        }
    }
}
