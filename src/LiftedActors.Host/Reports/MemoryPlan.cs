using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Reports;

/// <summary>How a run is made to fit into its memory without a change of its mathematics: images in memory where they fit, otherwise in a file.</summary>
internal sealed record MemoryPlan
{
    private MemoryPlan(MemoryBudget budget, MemoryEstimate estimate, bool isStreamed) => (Budget, Estimate, IsStreamed) = (budget, estimate, isStreamed);

    /// <summary>What there is.</summary>
    public MemoryBudget Budget { get; }

    /// <summary>What the run takes.</summary>
    public MemoryEstimate Estimate { get; }

    /// <summary>Whether batches are streamed from a file.</summary>
    public bool IsStreamed { get; }

    /// <summary>Fits a run into a budget.</summary>
    /// <exception cref="SpecException">It does not fit; the message has the number that it needs and what would do.</exception>
    public static MemoryPlan For(ExperimentSpec spec, MemoryBudget budget, int workers)
    {
        var whole = MemoryEstimate.Of(spec, workers, isStreamed: false);
        if (whole.Total <= budget.Bytes)
        {
            return new MemoryPlan(budget, whole, isStreamed: false);
        }

        var streamed = MemoryEstimate.Of(spec, workers, isStreamed: true);
        return streamed.Total <= budget.Bytes ? new MemoryPlan(budget, streamed, isStreamed: true) : throw Refusal(spec, budget, (workers, streamed));
    }

    private static SpecException Refusal(ExperimentSpec spec, MemoryBudget budget, (int Workers, MemoryEstimate Least) need)
    {
        var least = MemoryBudget.Amount(need.Least.Total);
        var have = budget.IsAsked ? $"the budget is {MemoryEstimate.Text(budget.Bytes)}" : $"this machine has {MemoryEstimate.Text(budget.Bytes)}";
        var change = Changes(spec).FirstOrDefault(change => MemoryEstimate.Of(change.Spec, need.Workers, isStreamed: true).Total <= budget.Bytes).Override;
        var mend = change is null ? "take smaller widths or fewer images." : $"take --set {change}, which changes the result.";
        return new SpecException("The command line", "--memory", $"the run needs {MemoryEstimate.Text(need.Least.Total)} with its images streamed, but {have}; the smallest budget that would do is --memory {least}; otherwise {mend}");
    }

    /// <summary>Changes of the spec that need less, the gentle ones first. More shards would not help: each has summands of its own, and activations are as many as samples.</summary>
    private static IEnumerable<(string Override, ExperimentSpec Spec)> Changes(ExperimentSpec spec)
    {
        if (spec.Method.Shards > 1)
        {
            yield return ("method.shards=1", spec with { Method = With(spec.Method, spec.Method.Outer, 1) });
        }

        for (var size = spec.Method.Outer.BatchSize(spec.Task.Training) / 2; size >= spec.Method.Shards; size /= 2)
        {
            if (spec.Method.Outer is ImplicitStochasticGradient outer)
            {
                var smaller = new ImplicitStochasticGradient(size, outer.Sweeps, outer.ProximalStep);
                yield return ($"method.outer.implicit-stochastic-gradient.batchSize={size}", spec with { Method = With(spec.Method, smaller, spec.Method.Shards) });
            }
            else
            {
                var images = size + spec.Task.Validation;
                yield return ($"task.train={images}", spec with { Task = spec.Task with { Train = images } });
            }
        }
    }

    private static LiftedMethod With(LiftedMethod method, OuterIteration outer, int shards) =>
        new(method.Formulation, (method.ActivationUpdate, method.ParameterUpdate), method.Schedule, outer, shards);
}
