using System.CommandLine;
using LiftedActors.Host.Bench;
using LiftedActors.Host.Bench.Published;
using LiftedActors.Host.Data;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Commands;

/// <summary><c>lifted bench</c>: prints the tables of the README.</summary>
public static class BenchCommand
{
    /// <summary>Creates the command with its benchmarks.</summary>
    public static Command Create()
    {
        var bench = new Command("bench", "Measure what the documents state, and print their tables.")
        {
            Create("restoration", Examples.Restoration, BenchTables.Restoration),
            Create("threshold", Examples.Threshold, BenchTables.Threshold),
            Create("depths", Examples.Depths, DepthTables.Write),
            Create("deblur-tv", Examples.DeblurTv, VariationTable.Write),
            SpeedCommand.Create(),
            GpuCommand.Create(),
            InversionBenchCommands.Theorem(),
            InversionBenchCommands.Perceptron(),
        };
        foreach (var protocol in ProtocolCommand.CreateAll())
        {
            bench.Add(protocol);
        }

        return bench;
    }

    private static Command Create(string name, string description, Action<TextWriter, BenchSetting> bench)
    {
        var data = new Option<string?>("--data") { Description = "The folder of the data; otherwise the variable LIFTED_DATA, then ./data.", HelpName = "DIR" };
        var seeds = new Option<int>("--seeds") { Description = "Results are means over so many seeds.", HelpName = "N", DefaultValueFactory = _ => 3 };
        var workers = new Option<int>("--workers") { Description = "Trainings that run at once.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        var overrides = new Option<string[]>("--set") { Description = "A value over that of the experiments, such as epochs=1; may be repeated.", HelpName = "KEY=VALUE" };
        var blas = new BlasOption();
        var command = new Command(name, description) { data, seeds, workers, overrides, blas };
        command.SetAction(result => CommandFrame.Run(result.InvocationConfiguration.Error, () =>
        {
            blas.Choose(result);
            var error = result.InvocationConfiguration.Error;
            bench(result.InvocationConfiguration.Output, new BenchSetting(
                new DataFolders(result.GetValue(data)), Count(result, seeds), Count(result, workers), result.GetValue(overrides) ?? [], TextWriter.Synchronized(error).WriteLine));
            return ExitCode.Success;
        }));
        return command;
    }

    private static int Count(ParseResult result, Option<int> option) => result.GetValue(option) is > 0 and var count
        ? count
        : throw new SpecException("The command line", option.Name, "give a whole number from 1.");
}
