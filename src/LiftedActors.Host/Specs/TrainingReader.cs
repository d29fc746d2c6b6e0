using LiftedActors.Model.Networks;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Solving.Rates;

namespace LiftedActors.Host.Specs;

/// <summary>Reads the training options, which stand at the top of a spec.</summary>
internal static class TrainingReader
{
    private const string Last = "last";
    private const string BestAndLast = "best-and-last";

    /// <summary>Reads the options.</summary>
    /// <param name="root">The spec.</param>
    /// <param name="task">The task; null where it has faults.</param>
    /// <param name="network">The network; null where it has faults.</param>
    public static TrainingSpec Read(SpecSection root, TaskSpec? task, Network? network)
    {
        var stops = root.Has("earlyStopping");
        var section = stops ? root.Section("earlyStopping") : null;
        var asked = section is not null && section.Has("metric") ? section.Text("metric") : null;
        var training = new TrainingSpec
        {
            Epochs = (int)root.Whole("epochs", (1, int.MaxValue)),
            MaximumTime = MaximumTime(root),
            Rates = root.Member("rateSchedule", Families.Rates, "constant") ?? new Constant(),
            Penalty = new WeightPenalty(root.NonNegative("weightDecay", 0), root.NonNegative("sparsity", 0)),
            CodeSparsity = root.NonNegative("codeSparsity", 0),
            Patience = section is null ? null : (int)section.Whole("patience", (1, int.MaxValue), 5),
            MinimumChange = section?.NonNegative("minimumChange", 0) ?? 0,
            KeepsBest = KeepsBest(root, stops || task?.Validation > 0),
        };
        if ((stops || training.KeepsBest) && task is not null && network is not null)
        {
            training = training with { Metric = Metric(section ?? root, asked, task, network) };
            section?.Write("metric", training.Metric?.Word);
        }

        section?.Finish();
        return training;
    }

    private static TimeSpan? MaximumTime(SpecSection root)
    {
        if (!root.Has("maximumTime") || root.Text("maximumTime") is not { } text)
        {
            return null;
        }

        var time = Duration.Parse(text);
        if (time is null)
        {
            root.Fault("maximumTime", $"'{text}' is not a time; write {Duration.Form}.");
        }

        return time;
    }

    private static bool KeepsBest(SpecSection root, bool isUsual)
    {
        var word = root.Text("keep", isUsual ? BestAndLast : Last);
        if (word is not (null or Last or BestAndLast))
        {
            root.Fault("keep", $"there is no '{word}': {Spelling.Suggestion(word, [BestAndLast, Last])}.");
        }

        return word == BestAndLast;
    }

    private static LoggedMetric? Metric(SpecSection section, string? asked, TaskSpec task, Network network)
    {
        var (all, isHeldOut) = (LoggedMetric.All(task.Kind, network), task.Validation > 0);
        var first = all.First(metric => metric.Samples == (isHeldOut ? MetricSamples.Validation : MetricSamples.Test));
        var chosen = asked is null ? first : all.FirstOrDefault(metric => metric.Word == asked);
        switch (chosen)
        {
            case null:
                section.Fault("metric", $"there is no '{asked}': {Spelling.Suggestion(asked!, all.Select(metric => metric.Word))}.");
                break;
            case { Samples: MetricSamples.Validation } when !isHeldOut:
                section.Fault("metric", $"nothing is held out to measure {asked} on; give task.validation, or take another metric.");
                break;
            case { Samples: MetricSamples.Test } when isHeldOut:
                section.Fault("metric", $"nothing is to be chosen by test images where others are held out; take {first.Word}.");
                break;
        }

        return chosen;
    }
}
