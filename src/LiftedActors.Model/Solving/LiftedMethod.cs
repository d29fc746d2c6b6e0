using LiftedActors.Model.Blocks;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving.Continuations;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Solving;

/// <summary>A lifted method: the axes formulation × updates × schedule × outer iteration, and the number of shards.</summary>
public sealed record LiftedMethod
{
    /// <summary>Creates the method.</summary>
    /// <param name="formulation">The formulation.</param>
    /// <param name="updates">The update of the activations and that of the parameters.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="outer">The outer iteration.</param>
    /// <param name="shards">The shards of the samples; a number of the method, so that bits do not depend on the machine.</param>
    /// <exception cref="ArgumentException">The parts do not fit together; the message says which and why.</exception>
    public LiftedMethod(
        LiftedFormulation formulation, (BlockUpdate Activations, BlockUpdate Parameters) updates, Schedule schedule, OuterIteration outer, int shards = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shards);
        if (!updates.Activations.Moves(BlockKind.Activations))
        {
            throw new ArgumentException($"{updates.Activations} cannot move activations.", nameof(updates));
        }

        if (!updates.Parameters.Moves(BlockKind.Parameters))
        {
            throw new ArgumentException($"{updates.Parameters} cannot move parameters.", nameof(updates));
        }

        if (Refusal(formulation, updates, schedule) is { } refusal)
        {
            throw new ArgumentException(refusal, nameof(formulation));
        }

        if (schedule.StartsAfresh && outer.Sweeps > 1)
        {
            throw new ArgumentException($"{schedule.GetType().Name} makes one sweep after each forward pass, not {outer.Sweeps}.", nameof(outer));
        }

        if (outer.Sweeps < schedule.LeastSweeps)
        {
            throw new ArgumentException(
                $"{schedule.GetType().Name} needs at least {schedule.LeastSweeps} sweeps per iteration, not {outer.Sweeps}: every iteration ends with all "
                + "blocks at one version, so that in a single sweep nothing can be delayed. Raise sweeps, or take Jacobi.",
                nameof(outer));
        }

        (Formulation, ActivationUpdate, ParameterUpdate, Schedule, Outer, Shards) =
            (formulation, updates.Activations, updates.Parameters, schedule, outer, shards);
        Continuation = formulation.Continuation;
    }

    /// <summary>A method of inversion: Z_0…Z_{L−1} move on all samples at once, and Θ rests.</summary>
    /// <param name="formulation">The formulation.</param>
    /// <param name="update">The update of all Z.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="sweeps">The sweeps of an iteration.</param>
    /// <param name="shards">The shards of the samples.</param>
    /// <exception cref="ArgumentException">The parts do not fit together; the message says which and why.</exception>
    public static LiftedMethod Inversion(LiftedFormulation formulation, BlockUpdate update, Schedule schedule, int sweeps, int shards)
    {
        var reason = formulation.Phases > 1
            ? $"{Spelling.KebabCase(formulation.GetType().Name)} compares two phases of the activations, which differ by the target only; an inversion has one. Take lifted-bregman."
            : !formulation.Continuation.IsFixed ? "a formulation that changes its weights by itself has no fixed inversion; set its ascent to 0."
            : update is FixedPoint or Feasible ? $"{Spelling.KebabCase(update.GetType().Name)} takes no step of finite length, and to the input's regulariser there is no other. Take prox-linear."
            : null;
        return reason is null
            ? new LiftedMethod(formulation, (update, new Rest()), schedule, new FullBatch(sweeps), shards)
            : throw new ArgumentException(reason, nameof(formulation));
    }

    /// <summary>The formulation.</summary>
    public LiftedFormulation Formulation { get; }

    /// <summary>The update of the activations.</summary>
    public BlockUpdate ActivationUpdate { get; }

    /// <summary>The update of the parameters.</summary>
    public BlockUpdate ParameterUpdate { get; }

    /// <summary>The schedule.</summary>
    public Schedule Schedule { get; }

    /// <summary>The outer iteration.</summary>
    public OuterIteration Outer { get; }

    /// <summary>The shards of the samples.</summary>
    public int Shards { get; }

    /// <summary>The course of the rates, and the penalty of the weights.</summary>
    public ParameterCourse Course { get; init; } = ParameterCourse.Plain;

    /// <summary>The weight λ ≥ 0 of an ℓ₁ penalty λ|z_ℓ|₁ of all auxiliary activations.</summary>
    /// <exception cref="ArgumentException">λ is negative or not finite, or the formulation has two phases.</exception>
    public double CodeSparsity
    {
        get;
        init => field = !(value >= 0 && double.IsFinite(value))
            ? throw new ArgumentOutOfRangeException(nameof(value), $"The sparsity of the codes must be at least 0 and finite, which {value} is not.")
            : value > 0 && Formulation.Phases > 1
            ? throw new ArgumentException($"{Spelling.KebabCase(Formulation.GetType().Name)} takes the difference of two phases, in which an ℓ₁ penalty of the codes stands twice and cancels. Take lifted-bregman.", nameof(value))
            : value;
    }

    /// <summary>How the weights of the penalties change; if nobody says so, as the formulation has it.</summary>
    public Continuation Continuation { get; private init; }

    /// <summary>Whether Z_0 moves and Θ rests.</summary>
    public bool Inverts => ParameterUpdate is Rest;

    /// <summary>The shards of the blocks: those of the samples, once for every phase.</summary>
    public int BlockShards => Shards * Formulation.Phases;

    /// <summary>Whether blocks move at once and some update asks for step lengths that bear it: then every term bounds all that it couples.</summary>
    public bool SharesBounds => Schedule.Delay is not null && (ActivationUpdate.NeedsLipschitz || ParameterUpdate.NeedsLipschitz);

    /// <summary>Whether steps of Z are settled: the schedule descends, and so does the update, with a certain step to fall back on.</summary>
    public bool GuardsActivations => Schedule.Descends && !ActivationUpdate.Evaluates && Formulation.BoundsCurvature && ActivationUpdate.Guarantee >= UpdateGuarantee.DescentOnFullBatch;

    /// <summary>Whether steps of Θ are settled: as for Z, and Adam only on the full batch.</summary>
    public bool GuardsParameters =>
        Schedule.Descends && !ParameterUpdate.Evaluates && Formulation.BoundsCurvature && ParameterUpdate.Guarantee >= (Outer is FullBatch ? UpdateGuarantee.DescentOnFullBatch : UpdateGuarantee.Descent);

    /// <summary>The method with weights that change from stage to stage.</summary>
    /// <exception cref="ArgumentException">The rule does not go with the method; the message says why.</exception>
    public LiftedMethod With(Continuation continuation)
    {
        var refusal = continuation.Refusal(this)
            ?? (Formulation.Continuation.IsFixed ? null : "the formulation changes its weights by itself; set its ascent to 0, or leave the continuation out");
        return refusal is null ? this with { Continuation = continuation } : throw new ArgumentException($"{refusal}.", nameof(continuation));
    }

    /// <summary>The phase of a shard of the blocks.</summary>
    internal int PhaseOf(int shard) => shard / Shards;

    /// <summary>The shard of the samples that a shard of the blocks takes.</summary>
    internal int SamplesOf(int shard) => shard % Shards;

    private static string? Refusal(LiftedFormulation formulation, (BlockUpdate Activations, BlockUpdate Parameters) updates, Schedule schedule)
    {
        if (formulation.Refusal(schedule) is { } reason)
        {
            return $"{Spelling.KebabCase(schedule.GetType().Name)} {reason}.";
        }

        var evaluating = updates.Activations.Evaluates ? updates.Activations : updates.Parameters.Evaluates ? updates.Parameters : null;
        if (evaluating is not null && !schedule.Descends)
        {
            return $"{Spelling.KebabCase(evaluating.GetType().Name)} takes several steps in a block while all others rest, and {Spelling.KebabCase(schedule.GetType().Name)} "
                + "moves them at once or only once. Take backward-gauss-seidel or three-colour.";
        }

        if (updates.Parameters.Evaluates && formulation.Phases > 1)
        {
            return $"{Spelling.KebabCase(updates.Parameters.GetType().Name)} goes as far as the objective falls, and in the parameters the difference of two phases falls without end. "
                + "Take prox-linear, heavy-ball or adam for the parameters.";
        }

        var bounded = updates.Activations.NeedsLipschitz ? updates.Activations : updates.Parameters.NeedsLipschitz ? updates.Parameters : null;
        return bounded is null || formulation.BoundsCurvature ? null
            : $"{Spelling.KebabCase(bounded.GetType().Name)} takes its step length from a Lipschitz constant, and {Spelling.KebabCase(formulation.GetType().Name)} has none: "
            + "its gradient differentiates the activation. Take backtracking, which finds it by trial, adam or gradient-descent, for activations fixed-point as well, or the formulation lifted-bregman.";
    }
}
