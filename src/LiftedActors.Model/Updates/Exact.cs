using LiftedActors.Model.Blocks;

namespace LiftedActors.Model.Updates;

/// <summary>The minimiser of a block's problem while the others rest, to a tolerance: v⁺ = argmin f + h by accelerated steps with restarts.</summary>
/// <remarks>
/// F never rises, and the problem of every block is convex wherever its map is affine in Θ and its penalty in x, so that the result is the minimiser and
/// not only a stationary point. Source: docs/mathematics.md §5.1, §5.2.
/// </remarks>
public sealed record Exact : BlockUpdate
{
    /// <summary>Creates the update.</summary>
    /// <param name="tolerance">The inner steps end when |v⁺ − v| ≤ tolerance · |v|.</param>
    /// <param name="steps">Inner steps at most.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Exact(double tolerance = 1e-6, int steps = 1000)
    {
        if (!(tolerance > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), $"The tolerance must be positive, which {tolerance} is not.");
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        (Tolerance, Steps) = (tolerance, steps);
    }

    /// <summary>The relative move that ends the inner steps.</summary>
    public double Tolerance { get; }

    /// <summary>Inner steps at most.</summary>
    public int Steps { get; }

    /// <inheritdoc/>
    public override UpdateGuarantee Guarantee => UpdateGuarantee.Descent;

    /// <inheritdoc/>
    public override bool Evaluates => true;

    /// <inheritdoc/>
    public override bool NeedsLipschitz => true;

    /// <summary>v, v₋, the point ahead and the origin.</summary>
    public override int Workspaces => 4;

    /// <inheritdoc/>
    public override bool Moves(BlockKind kind) => true;

    /// <inheritdoc/>
    public override double Step(BlockProblem problem, UpdateMemory memory) => AcceleratedDescent.Run(problem, Steps, Tolerance);
}
