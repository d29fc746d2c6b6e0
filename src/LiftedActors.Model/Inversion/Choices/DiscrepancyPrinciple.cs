namespace LiftedActors.Model.Inversion.Choices;

/// <summary>Morozov's discrepancy principle: the α with B_Ψ(f, A u_α + b) = τδ², found by bisection, as the misfit does not fall when α grows; where it jumps over τδ², the largest α found below.</summary>
/// <param name="NoiseLevel">δ with B_Ψ(f, A u† + b) ≤ δ².</param>
/// <param name="Factor">τ ≥ 1.</param>
/// <param name="Start">The weight to start from.</param>
/// <remarks>
/// With u_α, u_β minimisers for α &lt; β, adding F_α(u_α) ≤ F_α(u_β) and F_β(u_β) ≤ F_β(u_α) gives J(u_β) ≤ J(u_α), and then the first gives B(u_α) ≤ B(u_β). That needs minimisers: in several layers, and where F has
/// more than one, the misfit may jump. Source: Morozov (1966); docs/mathematics.md §9.
/// </remarks>
public sealed record DiscrepancyPrinciple(double NoiseLevel, double Factor = DiscrepancyPrinciple.DefaultFactor, double Start = 0.01) : WeightChoice
{
    /// <summary>τ if nobody says otherwise.</summary>
    public const double DefaultFactor = 1.2;

    private const double Stride = 8;
    private const int MostStrides = 14;
    private const int MostBisections = 40;
    private const double Tolerance = 0.01;

    /// <inheritdoc/>
    public override WeightDecision Choose(Func<double, InversionPoint> solve)
    {
        var target = Factor * RequireNoiseLevel(NoiseLevel) * NoiseLevel;
        if (!(Factor >= 1 && Start > 0 && double.IsFinite(Start)))
        {
            throw new ArgumentOutOfRangeException(nameof(solve), FormattableString.Invariant($"The discrepancy principle needs a factor of at least 1 and a positive starting weight, not {Factor} and {Start}."));
        }

        var path = new List<InversionPoint> { solve(Start) };
        var upward = path[0].Misfit <= target;
        for (var i = 0; i < MostStrides && (path[^1].Misfit <= target) == upward; i++)
        {
            path.Add(solve(path[^1].Weight * (upward ? Stride : 1 / Stride)));
        }

        var last = path[^1];
        if ((last.Misfit <= target) == upward)
        {
            return upward
                ? Decide(last, path, $"The misfit stays at {last.Misfit:g4}, below τδ² = {target:g4}, up to α = {last.Weight:g4}, the largest weight tried: the noise level lets the regulariser alone decide.")
                : Decide(last, path, $"The misfit stays at {last.Misfit:g4}, above τδ² = {target:g4}, down to α = {last.Weight:g4}, the least weight tried: the noise level is too small for these data and this layer.");
        }

        var (low, high) = upward ? (path[^2], last) : (last, path[^2]);
        for (var i = 0; i < MostBisections && low.Misfit < (1 - Tolerance) * target && high.Weight > low.Weight * (1 + (Tolerance / 10)); i++)
        {
            var middle = solve(Math.Sqrt(low.Weight * high.Weight));
            path.Add(middle);
            (low, high) = middle.Misfit <= target ? (middle, high) : (low, middle);
        }

        return low.Misfit < (1 - Tolerance) * target
            ? Decide(low, path, $"Discrepancy principle: the misfit jumps from {low.Misfit:g4} at α = {low.Weight:g4}, which is taken, to {high.Misfit:g4} at α = {high.Weight:g4}, so that no weight between is known to meet τδ² = {target:g4} with δ = {NoiseLevel:g4}, τ = {Factor:g3}.")
            : Decide(low, path, $"Discrepancy principle: at α = {low.Weight:g4} the misfit {low.Misfit:g4} meets τδ² = {target:g4} with δ = {NoiseLevel:g4}, τ = {Factor:g3}.");
    }
}
