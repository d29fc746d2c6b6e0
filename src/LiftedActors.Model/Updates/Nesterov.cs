namespace LiftedActors.Model.Updates;

/// <summary>
/// Accelerated prox-linear steps inside a block while the others rest: y = v + β(v − v₋), v⁺ = prox_{gh}(y − g∇f(y)), g = 1/L, with β = (1 − √q)/(1 + √q),
/// q = gm/(1 + gm), for a strongly convex h, and the sequence of FISTA otherwise.
/// </summary>
/// <remarks>
/// A step after which F is higher is not kept: the momentum starts anew from the best point with a prox-linear step of certain decrease, so that F
/// never rises. Source: Nesterov 2013; Beck and Teboulle 2009; O'Donoghue and Candès 2015 (restart); docs/mathematics.md §5.1.
/// </remarks>
public sealed record Nesterov : AcceleratedUpdate
{
    /// <summary>Creates the update.</summary>
    /// <param name="steps">Inner steps at most.</param>
    /// <param name="tolerance">The inner steps end when |v⁺ − v| ≤ tolerance · |v|; 0 to take them all.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Nesterov(int steps = 10, double tolerance = 0)
        : base(steps, tolerance)
    {
        if (!(tolerance >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), $"The tolerance must not be negative, which {tolerance} is.");
        }
    }
}
