using System.CommandLine;
using LiftedActors.Host.Bench.Published;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Commands;

/// <summary><c>lifted bench NAME</c> for the experiments that stand beside published figures.</summary>
public static class ProtocolCommand
{
    /// <summary>One command for each protocol.</summary>
    public static IEnumerable<Command> CreateAll() => Protocol.All.Select(Create);

    private static Command Create(Protocol protocol)
    {
        var seeds = new Option<int>("--seeds") { Description = "Results are means over so many seeds.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var folder = new Option<string>("--out") { Description = "The folder of the run folders; complete runs in it are not repeated.", HelpName = "DIR", DefaultValueFactory = _ => "runs/bench" };
        var data = new Option<string?>("--data") { Description = "The folder of the data; otherwise the variable LIFTED_DATA, then ./data.", HelpName = "DIR" };
        var overrides = new Option<string[]>("--set") { Description = "A value over that of the experiment, such as epochs=1; may be repeated.", HelpName = "KEY=VALUE" };
        var command = new Command(protocol.Name, $"{protocol.Title}: ours beside published figures.") { seeds, folder, data, overrides };
        command.SetAction((result, _) => CommandFrame.RunAsync(result.InvocationConfiguration.Error, () =>
        {
            var count = result.GetValue(seeds);
            if (count < 1)
            {
                throw new SpecException("The command line", seeds.Name, "give a whole number from 1.");
            }

            List<string> options = [.. (result.GetValue(overrides) ?? []).SelectMany(value => new[] { "--set", value })];
            options.AddRange(result.GetValue(data) is { } given ? ["--data", given] : []);
            var bench = new ProtocolBench(protocol, result.GetValue(folder)!, count);
            return bench.RunAsync(options, result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        }));
        return command;
    }
}
