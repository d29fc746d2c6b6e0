using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Networks;

/// <summary>One version of Θ = (W, b) together with the two packed forms of W that the products read, made once per version.</summary>
/// <param name="map">The layer.</param>
public sealed class PackedParameters(Affine map) : DeviceParameters
{
    /// <summary>W and b.</summary>
    public Parameters Values { get; } = new(map.Outputs, map.Inputs);

    /// <inheritdoc/>
    public override Matrix Flat => Values.Flat;

    /// <inheritdoc/>
    public override Matrix Weights => Values.Weights;

    /// <summary>Wᵀ, packed for x = z Wᵀ.</summary>
    public PackedMatrix Forward { get; } = new(map.Inputs, map.Outputs);

    /// <summary>W, packed for the feedback e W.</summary>
    public PackedMatrix Backward { get; } = new(map.Outputs, map.Inputs);

    /// <summary>The memory of one version.</summary>
    public static Footprint Footprint(Affine map) => Parameters.Footprint(Kernels.Footprint.Parameters, map)
        + PackedMatrix.Footprint(Kernels.Footprint.PackedForms, map.Inputs, map.Outputs)
        + PackedMatrix.Footprint(Kernels.Footprint.PackedForms, map.Outputs, map.Inputs);

    /// <summary>Renews both packed forms after <see cref="Values"/> was written.</summary>
    public void Pack()
    {
        Forward.PackTransposed(Values.Weights);
        Backward.Pack(Values.Weights);
    }
}
