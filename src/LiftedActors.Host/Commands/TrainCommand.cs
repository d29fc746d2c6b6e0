using System.CommandLine;
using LiftedActors.Host.Data;
using LiftedActors.Host.Engines;
using LiftedActors.Host.Reports;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Commands;

/// <summary><c>lifted train</c>: trains what a spec describes and writes a run folder.</summary>
public static class TrainCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var spec = new Argument<string>("SPEC") { Description = $"A spec file, or a built-in experiment: {string.Join(", ", BuiltInExperiments.Names)}." };
        var folder = new Option<string?>("--out") { Description = "The run folder; otherwise a numbered one under ./runs.", HelpName = "DIR" };
        var overrides = new Option<string[]>("--set") { Description = "A value over that of the spec, such as method.shards=4; may be repeated.", HelpName = "KEY=VALUE" };
        var seed = new Option<string?>("--seed") { Description = "The seed, over that of the spec.", HelpName = "N" };
        var epochs = new Option<string?>("--epochs") { Description = "The epochs, over those of the spec.", HelpName = "N" };
        var alone = new Option<bool>("--no-baseline") { Description = "Leave back-propagation out." };
        var dry = new Option<bool>("--dry-run") { Description = "Check the spec and print shapes, parameters, memory and blocks; train nothing." };
        var method = new Option<string?>("--method") { Description = $"The method, over that of the spec: {string.Join(", ", MethodReader.Words)}.", HelpName = "NAME" };
        var flags = new RunFlags();
        var command = new Command("train", Examples.Train) { spec, folder, method, overrides, seed, epochs, alone, dry };
        flags.AddTo(command);
        command.SetAction((result, _) => CommandFrame.RunAsync(result.InvocationConfiguration.Error, async () =>
        {
            List<string> over = [.. result.GetValue(overrides) ?? []];
            over.AddRange(result.GetValue(seed) is { } seedValue ? [$"seed={seedValue}"] : []);
            over.AddRange(result.GetValue(epochs) is { } epochsValue ? [$"epochs={epochsValue}"] : []);
            over.AddRange(result.GetValue(alone) ? ["baseline=null"] : []);
            var experiment = BuiltInExperiments.Read(result.GetValue(spec)!, over, result.GetValue(method));
            var options = flags.Options(result);
            flags.ChooseKernels(result);
            if (result.GetValue(dry))
            {
                var outlook = new DryRun(experiment, MemoryPlan.For(experiment, options.Memory ?? MemoryBudget.OfMachine, options.Workers));
                (flags.IsJson(result) ? (Action<TextWriter>)outlook.WriteJson : outlook.WriteText)(result.InvocationConfiguration.Output);
                return ExitCode.Success;
            }

            ChosenEngine.Of(options.Engine, options.Workers);
            ChosenDevice.Of(options.Device).Dispose();
            var display = flags.Display(result);
            var validation = experiment.Task.Validation > 0 ? $"{experiment.Task.Validation} to validate on, " : string.Empty;
            display.Note($"{experiment.Name}: {experiment.Task.Training} images to train on, {validation}{experiment.Task.Test} to test on");
            var folders = new DataFolders(flags.Data(result));
            var asked = result.GetValue(folder);
            var beside = string.IsNullOrWhiteSpace(asked) ? RunFolder.Runs : Path.GetDirectoryName(Path.GetFullPath(asked)) ?? asked;
            var joined = DataWithin.Load(experiment, folders, beside, options, display);
            var run = RunFolder.Create(asked, experiment.Name);
            using var held = run.Hold();
            RunStart.Write(run, experiment, folders, options.Memory);
            return await RunSession.RunAsync(run, joined, options, display).ConfigureAwait(false);
        }));
        return command;
    }
}
