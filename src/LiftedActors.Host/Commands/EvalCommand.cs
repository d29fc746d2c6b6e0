using System.CommandLine;
using LiftedActors.Host.Data;
using LiftedActors.Host.Runs;

namespace LiftedActors.Host.Commands;

/// <summary><c>lifted eval</c>: judges the weights of a run on its test samples again.</summary>
public static class EvalCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var folder = new Argument<string>("RUN") { Description = "The run folder." };
        var dataFolder = new Option<string?>("--data") { Description = "The folder of the data; otherwise that of the run.", HelpName = "DIR" };
        var blas = new BlasOption();
        var command = new Command("eval", Examples.Eval) { folder, dataFolder, blas };
        command.SetAction(result => CommandFrame.Run(result.InvocationConfiguration.Error, () =>
        {
            blas.Choose(result);
            var run = RunFolder.Open(result.GetValue(folder)!);
            var spec = run.ReadSpec();
            var data = TaskData.Load(spec.Task, spec.Seed, new DataFolders(result.GetValue(dataFolder) ?? run.DataOfLaunch()));
            var experiment = new Experiment(spec, data);
            var output = result.InvocationConfiguration.Output;
            if (experiment.JudgeInputs() is { } degraded)
            {
                Write(output, "degraded", degraded);
            }

            // Back-propagation alone leaves its weights in the place of the lifted ones, too.
            (string Name, string File)[] baseline = [("back-propagation", run.BaselineWeights), ("  its best epoch", run.BestBaselineWeights)];
            (string Name, string File)[] lifted = [("lifted", run.Weights), ("  its best epoch", run.BestWeights)];
            foreach (var (name, file) in spec.IsBaselineAlone ? [("back-propagation", run.Weights), baseline[1]] : baseline.Concat(lifted))
            {
                if (file == run.Weights || File.Exists(file))
                {
                    Write(output, name, experiment.Judge(WeightsFile.Read(file, spec.Network)));
                }
            }

            return ExitCode.Success;
        }));
        return command;
    }

    private static void Write(TextWriter output, string name, Quality quality) =>
        output.WriteLine($"{name,-17} {string.Join("  ", quality.Values.Select(pair => $"{pair.Measure.Name} {pair.Measure.Value(pair.Value)}"))}");
}
