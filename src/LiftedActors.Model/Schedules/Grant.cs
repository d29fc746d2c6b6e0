using System.Collections.Immutable;
using LiftedActors.Model.Blocks;

namespace LiftedActors.Model.Schedules;

/// <summary>The work that a grant allows a block to do once.</summary>
public enum Work
{
    /// <summary>A pinned block takes its samples of the batch.</summary>
    Load,

    /// <summary>A free block gives its standing value out, unchanged, as the version that the iteration begins with.</summary>
    Stand,

    /// <summary>z = σ(x): a step with the update <c>Feasible</c>.</summary>
    Forward,

    /// <summary>One step of the block's own update.</summary>
    Step,

    /// <summary>A step of an update that evaluates the block's terms at points of its own choice, while all other blocks rest.</summary>
    Solve,

    /// <summary>Accepts a trial step, or replaces it by one whose decrease is certain.</summary>
    Settle,

    /// <summary>Evaluates the term's feedback Wᵀe for the layer below.</summary>
    Feedback,

    /// <summary>Evaluates the term's summand (eᵀz, Σe) for the parameters.</summary>
    Summand,

    /// <summary>Evaluates feedback and summand at one point, and keeps the pre-activation for the block's own step.</summary>
    Evaluate,

    /// <summary>Evaluates the term: at a trial point, or where an iteration ends.</summary>
    Check,
}

/// <summary>The streams of values that blocks publish.</summary>
public enum ValueKind
{
    /// <summary>Activations z_ℓ.</summary>
    Activation,

    /// <summary>Activations that may still be rejected.</summary>
    ActivationTrial,

    /// <summary>Parameters Θ_ℓ.</summary>
    Parameters,

    /// <summary>Parameters that may still be rejected.</summary>
    ParametersTrial,

    /// <summary>Wᵀe, from the term of layer ℓ to Z_{ℓ−1}.</summary>
    Feedback,

    /// <summary>(eᵀz, Σe), from the term of layer ℓ to Θ_ℓ.</summary>
    Summand,

    /// <summary>Feedback and summand of one point, from the term of layer ℓ to Z_{ℓ−1} and Θ_ℓ.</summary>
    Evaluation,

    /// <summary>The term at a trial of Z_{ℓ−1}.</summary>
    ActivationCheck,

    /// <summary>The term at a trial of Θ_ℓ.</summary>
    ParametersCheck,
}

/// <summary>A version of a value: the iteration (a batch, or a sweep over the full batch) and the sweep inside it.</summary>
/// <param name="Iteration">The iteration; in a plan, relative to the one that is granted: 0 or −1.</param>
/// <param name="Sweep">The inner sweep, 1…J; 0 is the forward pass.</param>
public readonly record struct BlockVersion(int Iteration, int Sweep)
{
    /// <summary>The version with an absolute iteration.</summary>
    public BlockVersion At(int iteration) => new(Iteration + iteration, Sweep);

    /// <inheritdoc/>
    public override string ToString() => $"{Iteration}:{Sweep}";
}

/// <summary>A value that a grant reads: one version, or the newest there is that is not older.</summary>
/// <param name="Source">The block that publishes it.</param>
/// <param name="Kind">The stream.</param>
/// <param name="Version">The version, relative to the iteration.</param>
/// <param name="OrNewer">Whether any newer version of the same iteration serves as well; the newest at hand is taken.</param>
public readonly record struct Read(BlockId Source, ValueKind Kind, BlockVersion Version, bool OrNewer = false)
{
    /// <summary>The same read with an absolute iteration.</summary>
    public Read At(int iteration) => this with { Version = Version.At(iteration) };

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} of {Source} @ {Version}{(OrNewer ? " or newer" : "")}";
}

/// <summary>One turn of one block: what it may do, what it reads, and which stream it adds to.</summary>
/// <param name="Index">Its place in the plan; the sequential solver goes by it.</param>
/// <param name="Block">The block.</param>
/// <param name="Work">What it does.</param>
/// <param name="Sweep">The version, within the iteration, of what it publishes.</param>
/// <param name="Reads">What it reads, in the order that the work expects.</param>
/// <param name="Output">The stream that it publishes to, if any.</param>
public sealed record Grant(int Index, BlockId Block, Work Work, int Sweep, ImmutableArray<Read> Reads, ValueKind? Output)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Work} {Block} (sweep {Sweep})";
}
