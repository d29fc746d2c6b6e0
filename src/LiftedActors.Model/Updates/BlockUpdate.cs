using LiftedActors.Model.Blocks;

namespace LiftedActors.Model.Updates;

/// <summary>What an update promises about the objective when the other blocks rest.</summary>
public enum UpdateGuarantee
{
    /// <summary>Nothing: the objective may rise.</summary>
    None,

    /// <summary>The block's own penalty is zero afterwards.</summary>
    OwnPenaltyVanishes,

    /// <summary>As <see cref="Descent"/> where the block's problem stays the same from step to step: Θ on the full batch, Z always.</summary>
    DescentOnFullBatch,

    /// <summary>The objective falls by at least <see cref="BlockUpdate.RequiredDecrease"/>, wherever the step is settled.</summary>
    Descent,
}

/// <summary>
/// A rule that moves one block. It may keep a memory of its own between steps; everything else it reads from the problem.
/// </summary>
public abstract record BlockUpdate
{
    /// <summary>What a step promises.</summary>
    public abstract UpdateGuarantee Guarantee { get; }

    /// <summary>The number of buffers of the block's size that the update keeps between steps.</summary>
    public virtual int Moments => 0;

    /// <summary>Whether the step length needs the Lipschitz constant, so that norms are to be estimated.</summary>
    public virtual bool NeedsLipschitz => false;

    /// <summary>Whether the update evaluates f at points of its own choice, several times a step, instead of stepping along one given gradient.</summary>
    public virtual bool Evaluates => false;

    /// <summary>Whether the update takes Newton steps where the problem has a system for them.</summary>
    public virtual bool UsesCurvature => false;

    /// <summary>The number of buffers of the block's size that a step needs and the next one does not.</summary>
    public virtual int Workspaces => 0;

    /// <summary>Whether the update can move blocks of a kind.</summary>
    public abstract bool Moves(BlockKind kind);

    /// <summary>Writes the next point of <paramref name="problem"/>.</summary>
    /// <param name="problem">The block's problem.</param>
    /// <param name="memory">The update's memory of this block.</param>
    /// <returns>|next − current|².</returns>
    public abstract double Step(BlockProblem problem, UpdateMemory memory);

    /// <summary>The decrease of f + h that a settled step of squared length |d|² must reach; below it the step is replaced.</summary>
    /// <param name="problem">The block's problem.</param>
    /// <param name="squaredMove">|d|² = |next − current|².</param>
    public virtual double RequiredDecrease(BlockProblem problem, double squaredMove) => 0;

    /// <summary>
    /// The step of certain decrease that replaces a rejected one: a proximal-gradient step of length 1/L with the certified L,
    /// F(v) − F(v⁺) ≥ (1/g + m/2 − L/2)|v⁺ − v|².
    /// </summary>
    /// <param name="problem">The block's problem.</param>
    /// <returns>|next − current|².</returns>
    public static double StepCertainly(BlockProblem problem) => problem.ProximalGradient(1 / problem.CertifiedLipschitz);
}
