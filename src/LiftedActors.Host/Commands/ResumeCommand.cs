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
            var spec = run.ReadSpec();
            var data = TaskData.Load(spec.Task, spec.Seed, new DataFolders(flags.Data(result) ?? run.DataOfLaunch()));
            return await RunSession.RunAsync(run, new Experiment(spec, data), flags.Options(result), flags.Display(result)).ConfigureAwait(false);
        }));
        return command;
    }
}
