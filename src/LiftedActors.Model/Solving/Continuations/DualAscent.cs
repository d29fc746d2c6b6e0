using System.Globalization;
using LiftedActors.Model.Formulations;

namespace LiftedActors.Model.Solving.Continuations;

/// <summary>λ_ℓ ← λ_ℓ + η C_ℓ: ascent in the multipliers of the constraints C_ℓ ≤ 0, whose gradient is C_ℓ.</summary>
/// <remarks>Source: Gu, Askari and El Ghaoui (2020), section 3; docs/mathematics.md §5.6.</remarks>
public sealed record DualAscent : Continuation
{
    /// <summary>Creates the rule.</summary>
    /// <param name="rate">The rate η, positive.</param>
    /// <param name="epochs">The epochs of a stage.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public DualAscent(double rate = 1, int epochs = 1)
        : base(epochs) => Rate = Positive(rate, nameof(rate));

    /// <summary>The rate η.</summary>
    public double Rate { get; private init; }

    /// <inheritdoc/>
    public override WeightChange? Next(PenaltyWeights weights, StageReport report, StageReport? before)
    {
        var next = weights.With((layer, weight) => weight + (Rate * report.Penalties[layer - 1]));
        return next.Equals(weights)
            ? null
            : new WeightChange(next, string.Create(CultureInfo.InvariantCulture, $"dual ascent by {Rate:g4} times the penalties {string.Join(' ', report.Penalties.Select(value => $"{value:g3}"))}"));
    }

    /// <inheritdoc/>
    public override Continuation Slowed() => this with { Rate = Rate / 2 };

    internal override string? Refusal(LiftedMethod method) => method.Formulation.Phases == 1 ? null
        : "dual-ascent needs constraints C ≤ 0, and the energies of a contrastive method are none; take geometric, which lowers β, or gap-driven";
}
