namespace LiftedActors.Model.Updates;

/// <summary>The minimiser of a block's problem while the others rest, to a tolerance: v⁺ = argmin f + h by accelerated steps with restarts.</summary>
/// <remarks>
/// F never rises, and the problem of every block is convex wherever its map is affine in Θ and its penalty in x, so that the result is the minimiser and
/// not only a stationary point. Source: docs/mathematics.md §5.1, §5.2.
/// </remarks>
public sealed record Exact : AcceleratedUpdate
{
    /// <summary>Creates the update.</summary>
    /// <param name="tolerance">The inner steps end when |v⁺ − v| ≤ tolerance · |v|.</param>
    /// <param name="steps">Inner steps at most.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Exact(double tolerance = 1e-6, int steps = 1000)
        : base(steps, tolerance)
    {
        if (!(tolerance > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), $"The tolerance must be positive, which {tolerance} is not.");
        }
    }
}
