using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Blocks;

/// <summary>What the owner of a term needs to know.</summary>
/// <param name="Layer">The layer ℓ.</param>
/// <param name="Penalty">The penalty μ_ℓ C_ℓ; for the last layer the loss.</param>
/// <param name="Capacity">The most samples of a batch on the shard.</param>
/// <param name="BoundsParameters">Whether the update of Θ_ℓ asks for Lipschitz constants.</param>
/// <param name="Update">The update of Z_ℓ.</param>
internal sealed record TermSetting(Layer Layer, LayerPenalty Penalty, int Capacity, bool BoundsParameters, BlockUpdate Update)
{
    /// <summary>1, or −1 in a free phase, whose terms are taken off the objective.</summary>
    public int Sign { get; init; } = 1;

    /// <summary>Whether Z_{ℓ−1} is free, so that the term sends it feedback.</summary>
    public required bool FeedsBelow { get; init; }

    /// <summary>Whether blocks move at once, so that the term bounds all that it couples.</summary>
    public bool SharesBounds { get; init; }

    /// <summary>Whether Θ_ℓ is free.</summary>
    public bool AreParametersFree { get; init; } = true;

    /// <summary>Where the values lie.</summary>
    public required ComputeDevice Device { get; init; }

    /// <summary>Whether steps of Z_ℓ are settled.</summary>
    public bool Guarded { get; init; }

    /// <summary>The map and the penalty of the layer above, for an update of Z_ℓ that evaluates its term; null where there is none.</summary>
    public (LayerMap Map, LayerPenalty Penalty)? Above { get; init; }

    /// <summary>The delay of a schedule in which all blocks move at once; null in the others.</summary>
    public int? Delay { get; init; }
}
