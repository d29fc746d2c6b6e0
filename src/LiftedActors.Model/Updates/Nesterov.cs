using LiftedActors.Model.Blocks;
using LiftedActors.Model.Devices;

namespace LiftedActors.Model.Updates;

/// <summary>
/// Accelerated prox-linear steps inside a block while the others rest: y = v + β(v − v₋), v⁺ = prox_{gh}(y − g∇f(y)), g = 1/L, with β = (1 − √q)/(1 + √q),
/// q = gm/(1 + gm), for a strongly convex h, and the sequence of FISTA otherwise.
/// </summary>
/// <remarks>
/// A step after which F is higher is not kept: the momentum starts anew from the best point with a prox-linear step of certain decrease, so that F
/// never rises. Source: Nesterov 2013; Beck and Teboulle 2009; O'Donoghue and Candès 2015 (restart); docs/mathematics.md §5.1.
/// </remarks>
public sealed record Nesterov : BlockUpdate
{
    /// <summary>Creates the update.</summary>
    /// <param name="steps">Inner steps at most.</param>
    /// <param name="tolerance">The inner steps end when |v⁺ − v| ≤ tolerance · |v|; 0 to take them all.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Nesterov(int steps = 10, double tolerance = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        if (!(tolerance >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), $"The tolerance must not be negative, which {tolerance} is.");
        }

        (Steps, Tolerance) = (steps, tolerance);
    }

    /// <summary>Inner steps at most.</summary>
    public int Steps { get; }

    /// <summary>The relative move that ends them.</summary>
    public double Tolerance { get; }

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
