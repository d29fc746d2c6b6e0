using System.Collections.Immutable;
using LiftedActors.Host.Runs;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Operators;

namespace LiftedActors.Host.Specs;

/// <summary>A column of the metrics that choices can be made by.</summary>
/// <param name="Column">The name of the column.</param>
/// <param name="IsHigherBetter">Whether higher values are better.</param>
/// <param name="Samples">The samples that it is measured on.</param>
public sealed record LoggedMetric(string Column, bool IsHigherBetter, MetricSamples Samples)
{
    /// <summary>The columns of every iteration; the mean over an epoch counts.</summary>
    private static readonly ImmutableArray<LoggedMetric> OfTraining =
        [.. ((string[])["objective", "loss", "liftingGap", "squaredMove"]).Select(column => new LoggedMetric(column, false, MetricSamples.Training))];

    /// <summary>The name in a spec.</summary>
    public string Word => Spelling.KebabCase(Column);

    /// <summary>All metrics of a task with validation; those on held-out samples come first, that which counts most foremost.</summary>
    /// <param name="kind">What is to be learned.</param>
    /// <param name="network">The network.</param>
    public static ImmutableArray<LoggedMetric> All(TaskKind kind, Network network)
    {
        var measures = Assessment.MeasuresOf(kind, network);
        return
        [
            .. measures.Select(measure => new LoggedMetric(measure.ValidationKey, measure.IsHigherBetter, MetricSamples.Validation)),
            .. measures.Select(measure => new LoggedMetric(measure.Key, measure.IsHigherBetter, MetricSamples.Test)),
            .. OfTraining,
        ];
    }
}
