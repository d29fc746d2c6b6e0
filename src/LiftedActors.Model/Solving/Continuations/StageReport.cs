using System.Collections.Immutable;
using System.Globalization;

namespace LiftedActors.Model.Solving.Continuations;

/// <summary>What a stage came to, at the quiet point where it ends.</summary>
/// <param name="Loss">The mean loss of the network over all training samples.</param>
/// <param name="Gap">The lifting gap with estimated norms.</param>
/// <param name="Penalties">The mean C_ℓ of the hidden layers over the last batch, without weights.</param>
/// <param name="Distances">The root mean square of |z_ℓ − σ(x_ℓ)|.</param>
/// <param name="Moves">The root mean square of what z_ℓ moved in the last iteration.</param>
public sealed record StageReport(
    double Loss, double Gap, ImmutableArray<double> Penalties, ImmutableArray<double> Distances, ImmutableArray<double> Moves)
{
    /// <summary>Whether every number is finite.</summary>
    public bool IsFinite => double.IsFinite(Loss) && double.IsFinite(Gap) && Penalties.Concat(Distances).Concat(Moves).All(double.IsFinite);

    /// <summary>The report of the blocks at a quiet point.</summary>
    public static StageReport Of(LiftedObjective objective)
    {
        var gap = LiftingGap.Of(objective);
        return new StageReport(
            NestedLoss.Of(objective), gap.Estimate, gap.Penalties, gap.Distances, objective.Moves);
    }

    /// <summary>Whether the run got worse since an earlier stage: the loss rose, or Σ C more than doubled.</summary>
    public bool IsWorseThan(StageReport before) => Loss > before.Loss * (1 + 1e-3) || Penalties.Sum() > 2 * before.Penalties.Sum();

    /// <summary>Reads what <see cref="ToString"/> wrote, to the bit.</summary>
    /// <exception cref="FormatException">The text is not a report.</exception>
    public static StageReport Parse(string text)
    {
        var parts = text.Split(';').Select(part => part.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToImmutableArray()).ToArray();
        return parts is [[var loss, var gap], var penalties, var distances, var moves]
            ? new StageReport(loss, gap, penalties, distances, moves)
            : throw new FormatException($"'{text}' is not the report of a stage.");
    }

    /// <summary>All numbers, to the bit.</summary>
    public override string ToString() => string.Join(';', new IEnumerable<double>[] { [Loss, Gap], Penalties, Distances, Moves }
        .Select(part => string.Join(' ', part.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))));
}
