using System.Collections.Immutable;

namespace LiftedActors.Host.Runs;

/// <summary>The columns of the metrics of a run: those of every run, and the measures of its task.</summary>
public sealed record MetricsColumns
{
    private static readonly ImmutableArray<string> Always =
        ["method", "epoch", "iteration", "samples", "objective", "loss", "liftingGap", "squaredMove", "rejected", "seconds"];

    /// <summary>The columns of a task.</summary>
    /// <param name="measures">Its measures.</param>
    /// <param name="hasValidation">Whether samples are held out.</param>
    public MetricsColumns(IEnumerable<QualityMeasure> measures, bool hasValidation)
    {
        Measures = [.. measures];
        HasValidation = hasValidation;
        Names = [.. Always, .. Measures.Select(measure => measure.Key), .. Measures.Where(_ => hasValidation).Select(measure => measure.ValidationKey)];
    }

    /// <summary>The measures of the task.</summary>
    public ImmutableArray<QualityMeasure> Measures { get; }

    /// <summary>Whether samples are held out.</summary>
    public bool HasValidation { get; }

    /// <summary>The names of the columns.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The first row of the table.</summary>
    public string Header => string.Join(',', Names);
}
