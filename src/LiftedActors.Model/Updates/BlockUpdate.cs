using LiftedActors.Model.Blocks;
using LiftedActors.Model.Devices;

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

    /// <summary>Writes the next points of several problems of one kind that do not read each other.</summary>
    /// <param name="turns">The problems, all for this update.</param>
    /// <param name="squaredMoves">Receives |next − current|² of each.</param>
    internal virtual void Step(ReadOnlySpan<UpdateTurn> turns, Span<double> squaredMoves) => StepEach(turns, squaredMoves);

    /// <summary>The same, one after the other.</summary>
    private protected void StepEach(ReadOnlySpan<UpdateTurn> turns, Span<double> squaredMoves)
    {
        for (var i = 0; i < turns.Length; i++)
        {
            squaredMoves[i] = Step(turns[i].Problem, turns[i].Memory);
        }
    }

    /// <summary>Proximal-gradient steps of several problems: by one call where each is one pass of the device.</summary>
    private protected static void ProximalGradient(ReadOnlySpan<UpdateTurn> turns, Func<BlockProblem, double> step, Span<double> squaredMoves)
    {
        Several<ProximalPass> several = default;
        Span<ProximalPass> passes = several;
        for (var i = 0; i < turns.Length; i++)
        {
            var problem = turns[i].Problem;
            if (problem.Pass(step(problem)) is not { } pass)
            {
                turns[0].Update.StepEach(turns, squaredMoves);
                return;
            }

            passes[i] = pass;
        }

        turns[0].Problem.Device.MeasuredProximalGradient(passes[..turns.Length], squaredMoves);
    }

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
