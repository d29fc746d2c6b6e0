using System.CommandLine;
using LiftedActors.Host.Bench.Inversion;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Commands;

/// <summary><c>lifted bench theorem</c> and <c>lifted bench perceptron</c>: what the documents state about inversion.</summary>
internal static class InversionBenchCommands
{
    /// <summary>The error theorem of one layer.</summary>
    public static Command Theorem()
    {
        var (seeds, plot) = (Number("--seeds", "Random problems of each case.", 20), Picture("A PNG file for the distances over the noise level."));
        var command = new Command("theorem", "The error theorem of one layer, tried on problems whose source element is known.") { seeds, plot };
        command.SetAction(result => CommandFrame.Run(result.InvocationConfiguration.Error, () =>
        {
            TheoremBench.Run(result.InvocationConfiguration.Output, Positive(result, seeds), result.GetValue(plot));
            return ExitCode.Success;
        }));
        return command;
    }

    /// <summary>The perceptron of the lecture.</summary>
    public static Command Perceptron()
    {
        var (side, plot) = (Number("--side", "The side of the phantom.", 64), Picture("A PNG file for what the methods find."));
        var command = new Command("perceptron", "A rectified layer with Gaussian weights, inverted by total variation, beside Tikhonov and Landweber; and the weight that the noise chooses.") { side, plot };
        command.SetAction(result => CommandFrame.Run(result.InvocationConfiguration.Error, () =>
        {
            PerceptronBench.Run(result.InvocationConfiguration.Output, Positive(result, side), result.GetValue(plot));
            return ExitCode.Success;
        }));
        return command;
    }

    private static Option<int> Number(string name, string description, int standard) =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => standard };

    private static Option<string?> Picture(string description) => new("--plot") { Description = description, HelpName = "FILE" };

    private static int Positive(ParseResult result, Option<int> option) => result.GetValue(option) is > 0 and var count
        ? count
        : throw new SpecException("The command line", option.Name, "give a whole number from 1.");
}
