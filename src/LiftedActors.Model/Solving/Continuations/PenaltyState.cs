using LiftedActors.Model.Formulations;

namespace LiftedActors.Model.Solving.Continuations;

/// <summary>Where the weights of the penalties stand between two stages: with the rule it determines all later changes.</summary>
/// <param name="Weights">The weights of the stage that comes next.</param>
public sealed record PenaltyState(PenaltyWeights Weights)
{
    /// <summary>A run-away is noticed after so many stages in a row that got worse.</summary>
    public const int WorseStages = 3;

    /// <summary>The rule is slowed so often before a run ends.</summary>
    public const int MostSlowings = 5;

    /// <summary>The weights of the stage that has ended.</summary>
    public PenaltyWeights? Before { get; init; }

    /// <summary>What the stage that has ended came to; null before the first.</summary>
    public StageReport? Report { get; init; }

    /// <summary>What the one before it came to.</summary>
    public StageReport? ReportBefore { get; init; }

    /// <summary>The stages in a row that got worse after a change.</summary>
    public int Worse { get; init; }

    /// <summary>How often the rule has been slowed.</summary>
    public int Slowings { get; init; }

    /// <summary>Whether the weights changed between the stages.</summary>
    public bool IsChanged => Before is not null && !Before.Equals(Weights);

    /// <summary>The state after a stage, and the cause of a change.</summary>
    public (PenaltyState Next, string? Cause) After(StageReport report, Continuation rule)
    {
        var worse = IsChanged && Report is not null && report.IsWorseThan(Report) ? Worse + 1 : IsChanged ? 0 : Worse;
        var ended = this with { Before = Weights, Report = report, ReportBefore = Report, Worse = worse };
        return ended.Decided(rule);
    }

    /// <summary>The same decision once more, by a slower rule.</summary>
    public (PenaltyState Next, string? Cause) Slower(Continuation rule, int slowings) =>
        (this with { Weights = Before!, Worse = 0, Slowings = slowings }).Decided(rule);

    private (PenaltyState Next, string? Cause) Decided(Continuation rule)
    {
        for (var k = 0; k < Slowings; k++)
        {
            rule = rule.Slowed();
        }

        var change = rule.Next(Weights, Report!, ReportBefore);
        return change is null ? (this, null) : (this with { Weights = change.Weights }, change.Cause);
    }
}
