using LiftedActors.Host.Data;
using LiftedActors.Host.Progress;
using LiftedActors.Host.Reports;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Commands;

/// <summary>Loads the data of a run so that the run keeps within its memory.</summary>
internal static class DataWithin
{
    /// <summary>Plans, sets the limit where one was asked for, and loads.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="folders">Where data are.</param>
    /// <param name="folder">Where images are put that do not fit.</param>
    /// <param name="options">The budget and the threads.</param>
    /// <param name="display">Hears of what is done.</param>
    /// <exception cref="SpecException">The run does not fit.</exception>
    public static Experiment Load(ExperimentSpec spec, DataFolders folders, string folder, RunOptions options, IProgressDisplay display)
    {
        var plan = MemoryPlan.For(spec, options.Memory ?? MemoryBudget.OfMachine, options.Workers);
        if (plan.Budget.IsAsked)
        {
            plan.Budget.Enforce(MemoryEstimate.Runtime);
            display.Note($"at most {MemoryEstimate.Text(plan.Estimate.Total)} of the {MemoryEstimate.Text(plan.Budget.Bytes)} of memory");
        }

        if (plan.IsStreamed)
        {
            display.Note("the images do not fit into memory; batches are streamed from a file, with the same results");
        }

        var data = TaskData.Load(spec.Task, spec.Seed, folders, plan.IsStreamed ? DataHolding.Streamed(folder) : DataHolding.InMemory);
        foreach (var remark in data.Remarks)
        {
            display.Note(remark);
        }

        return new Experiment(spec, data);
    }
}
