namespace LiftedActors.Model.Updates;

/// <summary>
/// How a term divides what moving at once costs among its blocks: its part of F beyond the first order is at most
/// ½(a|dΘ|² + b|dz₋|² + c|dz|²). A block adds up the shares of its terms to M, and with steps g = 1/M in every block F falls by
/// ½Σ(M + m)|d|².
/// </summary>
/// <remarks>
/// With U = |A||dΘ|, V = ŵ|dz₋|, D = |dz|, ŵ = |W| + ρ, |dW| ≤ ρ, the cross terms UV, UD and VD are halved between their two sides, so
/// that each block pays in its own scale. A delay s counts UD and VD 2s+1 times, UV, where Θ and Z₋ meet in an evaluation that is itself
/// late, 4s+1 times, and U² and V² as often. Where Θ rests, V² and VD remain, with |W| itself. Source: docs/mathematics.md §6.
/// </remarks>
/// <param name="Parameters">a, for Θ.</param>
/// <param name="Below">b, for z₋.</param>
/// <param name="Own">c, for z.</param>
public readonly record struct TermShares(double Parameters, double Below, double Own)
{
    /// <summary>The shares of a term.</summary>
    /// <param name="bounds">Its sizes.</param>
    /// <param name="delay">The delay s ≥ 0; 0 for Jacobi.</param>
    public static TermShares Of(in TermBounds bounds, int delay)
    {
        var (direct, across) = ((2 * delay) + 1, Window(delay));
        if (!bounds.AreParametersFree)
        {
            var own = bounds.IsOwnFree ? direct * bounds.Weight : 0;
            return new TermShares(0, bounds.IsBelowFree ? ((across * bounds.Curvature) + own) * bounds.SquaredWeights : 0, own);
        }

        var reach = Math.Sqrt(bounds.SquaredWeights) + Radius(bounds.SquaredWeights);
        var product = Math.Sqrt(bounds.SquaredInput) * reach;

        // Both ways in which dΘ and dz₋ meet: through the curvature of φ*, and as ⟨e, dW dz₋⟩.
        var meeting = bounds.IsBelowFree && product > 0 ? across * (bounds.Curvature + (Math.Sqrt(bounds.SquaredError) / product)) : 0;
        var perSquare = (across * bounds.Curvature) + meeting + (bounds.IsOwnFree ? direct * bounds.Weight : 0);
        var partners = bounds.IsBelowFree ? 2 : 1;
        return new TermShares(
            perSquare * bounds.SquaredInput,
            bounds.IsBelowFree ? perSquare * reach * reach : 0,
            bounds.IsOwnFree ? partners * direct * bounds.Weight : 0);
    }

    /// <summary>ρ: how far W may go while others still use an older version, max(|W|, 1)/4.</summary>
    public static double Radius(double squaredNorm) => Math.Max(1, Math.Sqrt(squaredNorm)) / 4;

    /// <summary>The updates of Θ in such a time, and of Z₋: 4s + 1.</summary>
    public static int Window(int delay) => (4 * delay) + 1;
}
