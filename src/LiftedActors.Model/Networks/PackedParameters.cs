using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Networks;

/// <summary>One version of Θ = (W, b) together with the two packed forms of W that the products read, made once per version.</summary>
/// <param name="map">The layer.</param>
public sealed class PackedParameters(Affine map) : Parameters(map)
{
    /// <summary>Wᵀ, packed for x = z Wᵀ.</summary>
    public PackedMatrix Forward { get; } = new(map.Inputs, map.Outputs);

    /// <summary>W, packed for the feedback e W.</summary>
    public PackedMatrix Backward { get; } = new(map.Outputs, map.Inputs);

    /// <summary>The memory of one version.</summary>
    public static Footprint Footprint(Affine map) => Footprint(Kernels.Footprint.Parameters, map)
        + PackedMatrix.Footprint(Kernels.Footprint.PackedForms, map.Inputs, map.Outputs)
        + PackedMatrix.Footprint(Kernels.Footprint.PackedForms, map.Outputs, map.Inputs);

    /// <summary>Renews both packed forms.</summary>
    public override void Pack()
    {
        Forward.PackTransposed(Weights);
        Backward.Pack(Weights);
    }
}
