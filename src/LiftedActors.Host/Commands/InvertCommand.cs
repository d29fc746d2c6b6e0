using System.CommandLine;
using System.Globalization;
using LiftedActors.Host.Data;
using LiftedActors.Host.Engines;
using LiftedActors.Host.Inverting;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Commands;

/// <summary><c>lifted invert</c>: finds the inputs that a pre-trained network makes given measurements of.</summary>
public static class InvertCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var spec = new Argument<string>("SPEC|MODEL") { Description = $"A spec file or a built-in inversion ({string.Join(", ", BuiltInInversions.Names)}), or a model: a run folder, or a file with a network." };
        var folder = new Option<string?>("--out") { Description = "The run folder; otherwise a numbered one under ./runs.", HelpName = "DIR" };
        var measurements = new Option<string?>("--measurements") { Description = "The file of the measurements, over that of the spec.", HelpName = "FILE" };
        var noise = new Option<double?>("--noise") { Description = "The noise, over that of the spec: in parts of the root mean square where measurements are made of images, otherwise of an entry.", HelpName = "NUMBER" };
        var overrides = new Option<string[]>("--set") { Description = "A value over that of the spec, such as alpha=0.01; may be repeated.", HelpName = "KEY=VALUE" };
        var seed = new Option<string?>("--seed") { Description = "The seed, over that of the spec.", HelpName = "N" };
        var flags = new RunFlags();
        var command = new Command("invert", Examples.Invert) { spec, folder, measurements, noise, overrides, seed };
        flags.AddTo(command);
        command.SetAction((result, _) => CommandFrame.RunAsync(result.InvocationConfiguration.Error, async () =>
        {
            List<string> over = [.. result.GetValue(overrides) ?? []];
            over.AddRange(result.GetValue(seed) is { } seedValue ? [$"seed={seedValue}"] : []);
            over.AddRange(result.GetValue(noise) is { } level ? [string.Create(CultureInfo.InvariantCulture, $"noise={level}")] : []);
            over.AddRange(result.GetValue(measurements) is { } file ? [$"measurements={file}"] : []);
            var read = BuiltInInversions.Read(result.GetValue(spec)!, over);
            var (options, display, folders) = (flags.Options(result), flags.Display(result), new DataFolders(flags.Data(result)));
            flags.ChooseKernels(result);
            if (options.Profile || options.OnDeviceFault != "stop")
            {
                throw new SpecException("The command line", options.Profile ? "--profile" : "--on-device-fault", "an inversion has no such option; leave it out.");
            }

            ChosenEngine.Of(options.Engine, options.Workers);
            ChosenDevice.Of(options.Device).Dispose();
            var experiment = InversionSession.Join(read, folders);
            if (options.Memory is { } budget)
            {
                experiment.RequireMemory(budget);
            }

            var run = RunFolder.Create(result.GetValue(folder), read.Name);
            using var held = run.Hold();
            RunStart.Write(run, read, folders, options.Memory);
            return await InversionSession.RunAsync(run, experiment, options, display).ConfigureAwait(false);
        }));
        return command;
    }
}
