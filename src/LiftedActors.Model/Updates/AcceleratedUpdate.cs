using LiftedActors.Model.Blocks;

namespace LiftedActors.Model.Updates;

/// <summary>An update that takes accelerated steps inside a block while the others rest; F never rises.</summary>
public abstract record AcceleratedUpdate : BlockUpdate
{
    /// <summary>Creates the update.</summary>
    private protected AcceleratedUpdate(int steps, double tolerance)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        (Steps, Tolerance) = (steps, tolerance);
    }

    /// <summary>Inner steps at most.</summary>
    public int Steps { get; }

    /// <summary>The inner steps end when |v⁺ − v| ≤ tolerance · |v|.</summary>
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
