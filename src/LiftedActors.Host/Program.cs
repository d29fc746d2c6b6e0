using System.CommandLine;
using LiftedActors.Host.Commands;
using LiftedActors.Host.Runs;

var root = new RootCommand("Lifted training of proximal networks on actors.")
{
    TrainCommand.Create(),
    ResumeCommand.Create(),
    EvalCommand.Create(),
    EnginesCommand.Create(),
};
var parsed = root.Parse(args);
var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
