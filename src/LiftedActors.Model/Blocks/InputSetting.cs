using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Blocks;

/// <summary>What a free block Z_0,s needs to know.</summary>
/// <param name="Prior">Its own term αJ.</param>
/// <param name="Width">Features of the input.</param>
/// <param name="Capacity">The samples of the shard.</param>
/// <param name="Update">The update of Z_0.</param>
internal sealed record InputSetting(InputPrior Prior, int Width, int Capacity, BlockUpdate Update)
{
    /// <summary>Where the values lie.</summary>
    public required ComputeDevice Device { get; init; }

    /// <summary>Whether steps are settled.</summary>
    public bool Guarded { get; init; }

    /// <summary>The map and the penalty of layer 1, for an update that evaluates its term; null where there is none.</summary>
    public (LayerMap Map, LayerPenalty Penalty)? Above { get; init; }

    /// <summary>The delay of a schedule in which all blocks move at once; null in the others.</summary>
    public int? Delay { get; init; }
}
