using System.Globalization;
using LiftedActors.Model.Formulations;

namespace LiftedActors.Model.Solving.Continuations;

/// <summary>μ ← factor μ as long as the lifting gap, with estimated norms, is above a target.</summary>
/// <remarks>The steering takes the estimate; what is certified is the bound beside it. Source: docs/mathematics.md §2.4, §5.6.</remarks>
public sealed record GapDriven : Continuation
{
    /// <summary>Creates the rule.</summary>
    /// <param name="target">The largest gap, positive; in the units of the output, root mean square over the samples.</param>
    /// <param name="factor">The factor, above 1.</param>
    /// <param name="epochs">The epochs of a stage.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public GapDriven(double target, double factor = 2, int epochs = 1)
        : base(epochs) => (Target, Multiple) = (Positive(target, nameof(target)), Factor(factor));

    /// <summary>The target.</summary>
    public double Target { get; }

    /// <summary>The factor.</summary>
    public double Multiple { get; private init; }

    /// <inheritdoc/>
    public override WeightChange? Next(PenaltyWeights weights, StageReport report, StageReport? before) => report.Gap <= Target
        ? null
        : new WeightChange(
            weights.With((_, weight) => Multiple * weight),
            string.Create(CultureInfo.InvariantCulture, $"the lifting gap is {report.Gap:g4}, above {Target:g4}: all weights times {Multiple:g4}"));

    /// <inheritdoc/>
    public override Continuation Slowed() => this with { Multiple = Halved(Multiple) };
}
