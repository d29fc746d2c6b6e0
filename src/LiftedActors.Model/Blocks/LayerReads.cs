using LiftedActors.Model.Devices;

namespace LiftedActors.Model.Blocks;

/// <summary>What a term reads to make its pre-activation.</summary>
/// <param name="Below">z_{ℓ−1}.</param>
/// <param name="Parameters">Θ_ℓ.</param>
/// <param name="Data">The input y of the network, for a map that reads it.</param>
internal readonly record struct LayerReads(ActivationValue Below, ParameterValue Parameters, ActivationValue? Data)
{
    /// <summary>The matrices that the layer map reads.</summary>
    public LayerInput Input => new(Below.Values, Data?.Values);

    /// <summary>Tells contents apart.</summary>
    public (long Below, long Parameters, long Data) Stamps => (Below.Stamp, Parameters.Stamp, Data?.Stamp ?? 0);

    /// <summary>Takes the reads of a grant in their order.</summary>
    public static LayerReads Of(ReadOnlySpan<BlockValue> reads) =>
        new((ActivationValue)reads[0], (ParameterValue)reads[1], reads.Length > 2 ? (ActivationValue)reads[2] : null);
}
