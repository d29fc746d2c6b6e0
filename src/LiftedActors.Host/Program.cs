using System.CommandLine;
using LiftedActors.Host.Commands;

var root = new RootCommand("Lifted training of proximal networks on actors.")
{
    EnginesCommand.Create(),
};
return root.Parse(args).Invoke();
