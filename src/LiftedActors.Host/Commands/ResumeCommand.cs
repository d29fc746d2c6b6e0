using System.CommandLine;
using LiftedActors.Host.Data;
using LiftedActors.Host.Runs;

namespace LiftedActors.Host.Commands;

/// <summary><c>lifted resume</c>: goes on with a run from its newest checkpoint, bit for bit.</summary>
public static class ResumeCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var folder = new Argument<string>("RUN") { Description = "The run folder." };
        var flags = new RunFlags();
        var command = new Command("resume", Examples.Resume) { folder };
        flags.AddTo(command);
        command.SetAction((result, _) => CommandFrame.RunAsync(result.InvocationConfiguration.Error, async () =>
        {
            flags.ChooseKernels(result);
            var run = RunFolder.Open(result.GetValue(folder)!);
            using var held = run.Hold();
            var (given, display) = (flags.Options(result), flags.Display(result));
            if (run.Inversion() is { } inversion)
            {
                var joined = InversionSession.Join(inversion, new DataFolders(flags.Data(result) ?? run.DataOfLaunch()));
                return await InversionSession.RunAsync(run, joined, given, display).ConfigureAwait(false);
            }

            var spec = run.ReadSpec();
            var options = given with { Memory = given.Memory ?? run.MemoryOfLaunch() };
            var experiment = DataWithin.Load(spec, new DataFolders(flags.Data(result) ?? run.DataOfLaunch()), run.Path, options, display);
            return await RunSession.RunAsync(run, experiment, options, display).ConfigureAwait(false);
        }));
        return command;
    }
}
