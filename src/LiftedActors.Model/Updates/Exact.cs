namespace LiftedActors.Model.Updates;

/// <summary>
/// The minimiser of a block's problem while the others rest, to a tolerance: v⁺ = argmin f + h by semismooth Newton steps, and by accelerated steps with restarts where a
/// second derivative is missing.
/// </summary>
/// <remarks>
/// <para>For the parameters of a dense layer with quadratic terms the Newton step is a ridge regression, solved at once. It is missing for inputs with a regulariser, for
/// parameters with an ℓ₁ penalty or a map that is not affine in them, and on devices without slopes.</para>
/// <para>F never rises, and the problem of every block is convex wherever its map is affine in Θ and its penalty in x, so that the result is the minimiser and
/// not only a stationary point. Source: docs/mathematics.md §5.1, §5.2.</para>
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

    /// <inheritdoc/>
    public override bool UsesCurvature => true;

    /// <inheritdoc/>
    public override int Workspaces => SemismoothNewton.Workspaces;

    /// <inheritdoc/>
    public override double Step(BlockProblem problem, UpdateMemory memory) => problem.Newton is { } system
        ? SemismoothNewton.Run(problem, system, Steps, Tolerance)
        : base.Step(problem, memory);
}
