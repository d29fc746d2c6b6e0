using LiftedActors.Model.Solving;
using LiftedActors.Model.Solving.Rates;

namespace LiftedActors.Host.Specs;

/// <summary>How long a training goes on, and what is kept of it.</summary>
public sealed record TrainingSpec
{
    /// <summary>The passes over the training data, at most.</summary>
    public required int Epochs { get; init; }

    /// <summary>The time after which the run stops; null for none.</summary>
    public TimeSpan? MaximumTime { get; init; }

    /// <summary>The factor on the rate of the parameters' update in each epoch.</summary>
    public RateSchedule Rates { get; init; } = new Constant();

    /// <summary>The penalty of the weights.</summary>
    public WeightPenalty Penalty { get; init; }

    /// <summary>The weight of the ℓ₁ penalty of the codes, which are the auxiliary activations.</summary>
    public double CodeSparsity { get; init; }

    /// <summary>The course of the rates, and the penalty of the weights.</summary>
    public ParameterCourse Course => new(Rates, Epochs) { Penalty = Penalty };

    /// <summary>What best weights and an early stop are chosen by; null where neither is asked for.</summary>
    public LoggedMetric? Metric { get; init; }

    /// <summary>By how much more than this a value of the metric must be better than the best one before.</summary>
    public double MinimumChange { get; init; }

    /// <summary>The epochs without a better value after which a training stops; null for no early stop.</summary>
    public int? Patience { get; init; }

    /// <summary>Whether the weights after the best epoch are kept beside the last ones.</summary>
    public bool KeepsBest { get; init; }

    /// <summary>An empty history of the metric; null without one.</summary>
    public MetricHistory? NewHistory() => Metric is { } metric ? new MetricHistory(metric.Word, metric.IsHigherBetter, MinimumChange) : null;
}
