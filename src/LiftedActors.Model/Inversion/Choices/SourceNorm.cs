namespace LiftedActors.Model.Inversion.Choices;

/// <summary>α = √2 δ/|v_α| with the monitored v_α = (f − σ(A u_α + b))/α in place of the unknown source element: the weight of the error theorem, by fixed-point iteration.</summary>
/// <param name="NoiseLevel">δ with B_Ψ(f, A u† + b) ≤ δ².</param>
/// <param name="Start">The weight to start from.</param>
/// <remarks>
/// A fixed point has |f − σ(A u_α + b)| = √2 δ, which is a discrepancy principle in the norm of the data. As α → 0, |v_α| stays bounded exactly where the source condition holds. Source: docs/mathematics.md §9.
/// </remarks>
public sealed record SourceNorm(double NoiseLevel, double Start = 0.01) : WeightChoice
{
    private const int MostIterations = 30;
    private const double Tolerance = 0.01;

    /// <inheritdoc/>
    public override WeightDecision Choose(Func<double, InversionPoint> solve)
    {
        if (!(RequireNoiseLevel(NoiseLevel) > 0 && Start > 0 && double.IsFinite(Start)))
        {
            throw new ArgumentOutOfRangeException(nameof(solve), FormattableString.Invariant($"The weight from the source norm needs a positive noise level and start, not {NoiseLevel} and {Start}; without noise take the least weight that the solver bears."));
        }

        var path = new List<InversionPoint> { solve(Start) };
        var (share, direction) = (1.0, 0);
        while (path.Count < MostIterations)
        {
            var last = path[^1];
            var change = Math.Log(Math.Sqrt(2) * NoiseLevel / last.SourceNorm / last.Weight);
            if (!(Math.Abs(change) > Tolerance) || !double.IsFinite(change))
            {
                break;
            }

            // A step that turns back has gone too far.
            share = direction != 0 && Math.Sign(change) != direction ? share / 2 : share;
            direction = Math.Sign(change);
            path.Add(solve(last.Weight * Math.Exp(share * Math.Clamp(change, -3, 3))));
        }

        var chosen = path[^1];
        return Decide(chosen, path, $"Source norm: α = √2 δ/|v_α| = {chosen.Weight:g4} with δ = {NoiseLevel:g4} and |v_α| = {chosen.SourceNorm:g4}, after {path.Count} inversions.");
    }
}
