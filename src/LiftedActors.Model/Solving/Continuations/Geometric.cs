using System.Globalization;
using LiftedActors.Model.Formulations;

namespace LiftedActors.Model.Solving.Continuations;

/// <summary>The rule of MAC: μ ← factor μ where the loss of the network changed by less than a tolerance, or rose.</summary>
/// <remarks>Source: Carreira-Perpiñán and Wang (2014), section 3; docs/mathematics.md §5.6.</remarks>
public sealed record Geometric : Continuation
{
    /// <summary>Creates the rule.</summary>
    /// <param name="factor">The factor, above 1.</param>
    /// <param name="tolerance">The relative change of the loss, positive.</param>
    /// <param name="epochs">The epochs of a stage.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Geometric(double factor = 10, double tolerance = 1e-2, int epochs = 1)
        : base(epochs) => (Multiple, Tolerance) = (Factor(factor), Positive(tolerance, nameof(tolerance)));

    /// <summary>The factor.</summary>
    public double Multiple { get; private init; }

    /// <summary>The relative change of the loss below which μ rises.</summary>
    public double Tolerance { get; }

    /// <inheritdoc/>
    public override WeightChange? Next(PenaltyWeights weights, StageReport report, StageReport? before)
    {
        if (before is null || report.Loss < before.Loss * (1 - Tolerance))
        {
            return null;
        }

        var course = report.Loss > before.Loss ? "rose" : "hardly changed";
        return new WeightChange(
            weights.With((_, weight) => Multiple * weight),
            string.Create(CultureInfo.InvariantCulture, $"the loss of the network {course}, from {before.Loss:g4} to {report.Loss:g4}: all weights times {Multiple:g4}"));
    }

    /// <inheritdoc/>
    public override Continuation Slowed() => this with { Multiple = Halved(Multiple) };
}
