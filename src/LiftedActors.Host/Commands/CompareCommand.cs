using System.CommandLine;
using LiftedActors.Host.Bench;
using LiftedActors.Host.Data;
using LiftedActors.Host.Engines;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Commands;

/// <summary><c>lifted compare</c>: trains several methods on one experiment and compares them.</summary>
public static class CompareCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var spec = new Argument<string>("SPEC") { Description = $"A spec file, or a built-in experiment: {string.Join(", ", BuiltInExperiments.Names)}." };
        var methods = new Option<string?>("--methods") { Description = $"The methods, with commas; otherwise all that the spec allows of {string.Join(", ", MethodReader.Words)}.", HelpName = "NAMES" };
        var seeds = new Option<int>("--seeds") { Description = "Seeds, from that of the spec on.", HelpName = "N", DefaultValueFactory = _ => 3 };
        var time = new Option<bool>("--wall-time") { Description = "Put the best at equal wall time first, rather than the best at equal epochs." };
        var folder = new Option<string?>("--out") { Description = "The folder of the comparison; otherwise a numbered one under ./runs.", HelpName = "DIR" };
        var overrides = new Option<string[]>("--set") { Description = "A value over that of the spec, such as method.shards=4; may be repeated.", HelpName = "KEY=VALUE" };
        var epochs = new Option<string?>("--epochs") { Description = "The epochs, over those of the spec.", HelpName = "N" };
        var data = new Option<string?>("--data") { Description = "The folder of the data; otherwise the variable LIFTED_DATA, then ./data.", HelpName = "DIR" };
        var engine = new Option<string>("--engine") { Description = $"The engine: {string.Join(", ", ChosenEngine.Words)}; on sequential every method has one thread.", HelpName = "NAME", DefaultValueFactory = _ => "sequential" };
        var workers = new Option<int>("--workers") { Description = "Threads of another engine; back-propagation has one.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        var blas = new BlasOption();
        var command = new Command("compare", Examples.Compare) { spec, methods, seeds, time, folder, overrides, epochs, data, engine, workers, blas };
        command.SetAction((result, _) => CommandFrame.RunAsync(result.InvocationConfiguration.Error, async () =>
        {
            blas.Choose(result);
            List<string> over = [.. result.GetValue(overrides) ?? []];
            over.AddRange(result.GetValue(epochs) is { } epochsValue ? [$"epochs={epochsValue}"] : []);
            var asked = result.GetValue(methods)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToArray();
            var rivals = new Rivals(result.GetValue(spec)!, over, asked);
            if (rivals.Methods.Count == 0)
            {
                throw new SpecException(rivals.Spec.Name, [.. rivals.Refusals.Select(refusal => new SpecFault(refusal.Method, refusal.Reason))]);
            }

            var session = new CompareSession(rivals, new RunOptions { Engine = result.GetValue(engine)!, Workers = Count(result, workers) }, result.InvocationConfiguration)
            {
                Folders = new DataFolders(result.GetValue(data)),
                Seeds = Count(result, seeds),
                ByTime = result.GetValue(time),
            };
            return await session.RunAsync(result.GetValue(folder)).ConfigureAwait(false);
        }));
        return command;
    }

    private static int Count(ParseResult result, Option<int> option) => result.GetValue(option) is > 0 and var count
        ? count
        : throw new SpecException("The command line", option.Name, "give a whole number from 1.");
}
