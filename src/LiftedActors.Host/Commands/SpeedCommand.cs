using System.CommandLine;
using LiftedActors.Host.Bench.Speed;
using LiftedActors.Host.Data;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Operators;

namespace LiftedActors.Host.Commands;

/// <summary><c>lifted bench speed</c>: prints the table of speed as ratios from one run.</summary>
internal static class SpeedCommand
{
    private const int FewestRuns = 5;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var rows = new Option<string>("--rows") { Description = $"The rows, joined by commas: {string.Join(", ", SpeedBench.Words)}.", HelpName = "WORDS", DefaultValueFactory = _ => string.Join(',', SpeedBench.Words) };
        var runs = new Option<int>("--runs") { Description = "The interleaved runs that a median is taken of.", HelpName = "N", DefaultValueFactory = _ => FewestRuns };
        var quick = new Option<bool>("--quick") { Description = "A smoke test: one run of small sizes; the ratios mean nothing." };
        var data = new Option<string?>("--data") { Description = "The folder of the data; otherwise the variable LIFTED_DATA, then ./data.", HelpName = "DIR" };
        var python = new Option<string?>("--python") { Description = "The Python that has PyTorch; otherwise python3, then /usr/bin/python3.", HelpName = "PATH" };
        var peers = new Option<string?>("--peers") { Description = "The folder of the script of the PyTorch side; otherwise that of the repository.", HelpName = "DIR" };
        var plot = new Option<string?>("--plot") { Description = "A PNG file for the costs of sweeps, where the rows have scaling.", HelpName = "FILE" };
        var blas = new BlasOption();
        var command = new Command("speed", Examples.Speed) { rows, runs, quick, data, python, peers, plot, blas };
        command.SetAction(result => CommandFrame.Run(result.InvocationConfiguration.Error, () =>
        {
            blas.Choose(result);
            var isQuick = result.GetValue(quick);
            var count = isQuick ? 1 : result.GetValue(runs);
            if (count < 1)
            {
                throw new SpecException("The command line", "--runs", "give a whole number from 1.");
            }

            var words = Words(result.GetValue(rows)!);
            Action<string> say = TextWriter.Synchronized(result.InvocationConfiguration.Error).WriteLine;
            using var torch = words.Any(SpeedBench.NeedsPyTorch) ? PyTorch.Find(result.GetValue(python), result.GetValue(peers), say) : null;
            SpeedBench.Run(result.InvocationConfiguration.Output, words, new SpeedSetting(count, isQuick, say)
            {
                Folders = new DataFolders(result.GetValue(data)),
                PyTorch = torch,
                Plot = result.GetValue(plot),
            });
            return ExitCode.Success;
        }));
        return command;
    }

    private static string[] Words(string text)
    {
        var words = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Array.Find(words, word => !SpeedBench.Words.Contains(word)) is { } unknown
            ? throw new SpecException("The command line", "--rows", $"there is no row '{unknown}': {Spelling.Suggestion(unknown, SpeedBench.Words)}.")
            : words;
    }
}
