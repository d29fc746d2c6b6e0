using System.Globalization;
using LiftedActors.Model.Formulations;

namespace LiftedActors.Model.Solving.Continuations;

/// <summary>
/// Keeps, layer by layer, the primal residual r = |z − σ(x)| and the dual residual s = μ|Δz| within a ratio of each other: μ ← factor μ where
/// r &gt; ratio s, μ ← μ/factor where s &gt; ratio r.
/// </summary>
/// <remarks>Source: He, Yang and Wang (2000); Boyd et al. (2011), §3.4.1; docs/mathematics.md §5.6.</remarks>
public sealed record ResidualBalancing : Continuation
{
    /// <summary>Creates the rule.</summary>
    /// <param name="ratio">The ratio, above 1.</param>
    /// <param name="factor">The factor, above 1.</param>
    /// <param name="epochs">The epochs of a stage.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ResidualBalancing(double ratio = 10, double factor = 2, int epochs = 1)
        : base(epochs) => (Ratio, Multiple) = (ratio > 1 && double.IsFinite(ratio)
            ? ratio
            : throw new ArgumentOutOfRangeException(nameof(ratio), $"The ratio must be above 1 and finite, which {ratio} is not."), Factor(factor));

    /// <summary>The ratio.</summary>
    public double Ratio { get; }

    /// <summary>The factor.</summary>
    public double Multiple { get; private init; }

    /// <inheritdoc/>
    public override WeightChange? Next(PenaltyWeights weights, StageReport report, StageReport? before)
    {
        var next = weights.With((layer, weight) =>
        {
            var (primal, dual) = (report.Distances[layer - 1], weight * report.Moves[layer - 1]);
            return primal > Ratio * dual ? weight * Multiple : dual > Ratio * primal ? weight / Multiple : weight;
        });
        var changed = Enumerable.Range(1, weights.Layers).Where(layer => next[layer] != weights[layer]).ToArray();
        return changed.Length == 0
            ? null
            : new WeightChange(next, string.Create(CultureInfo.InvariantCulture, $"primal and dual residuals differ by more than {Ratio:g4} in layers {string.Join(' ', changed)}"));
    }

    /// <inheritdoc/>
    public override Continuation Slowed() => this with { Multiple = Halved(Multiple) };

    internal override string? Refusal(LiftedMethod method) => method.Outer is FullBatch && !method.Schedule.StartsAfresh ? null
        : "residual-balancing compares residuals of activations that go on from sweep to sweep, and these begin anew with every batch; take full-batch with a schedule that goes on, or gap-driven";
}
