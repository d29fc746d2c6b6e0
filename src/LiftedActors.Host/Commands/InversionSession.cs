using LiftedActors.Host.Data;
using LiftedActors.Host.Inverting;
using LiftedActors.Host.Progress;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Commands;

/// <summary>Runs an inversion in its folder.</summary>
internal static class InversionSession
{
    /// <summary>Joins a spec with its model and its measurements.</summary>
    public static InversionExperiment Join(InversionSpec spec, DataFolders folders)
    {
        var model = InvertedModel.Read(spec);
        return new InversionExperiment(spec, model, Measurements.Of(spec, model, folders));
    }

    /// <summary>Runs, and returns the exit code.</summary>
    public static Task<int> RunAsync(RunFolder folder, InversionExperiment experiment, RunOptions options, IProgressDisplay display) =>
        RunSession.RunAsync(folder, display, (console, cancellation) => new InversionRun(folder, experiment, options, console).ExecuteAsync(cancellation));
}
