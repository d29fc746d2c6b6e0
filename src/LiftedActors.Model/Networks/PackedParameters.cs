using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Networks;

/// <summary>One version of Θ = (W, b) together with the packed forms of W that the products read, made once per version.</summary>
public sealed class PackedParameters : Parameters
{
    /// <summary>Creates zero parameters.</summary>
    /// <param name="map">The layer.</param>
    public PackedParameters(Affine map)
        : base(map) => Forms = new PackedWeights(Matrix.Over(Buffer, map.Outputs, map.Inputs));

    /// <summary>W for the products z Wᵀ and e W.</summary>
    internal PackedWeights Forms { get; }

    /// <summary>The memory of one version.</summary>
    public static Footprint Footprint(Affine map) => Footprint(Kernels.Footprint.Parameters, map) + PackedWeights.Footprint(map.Outputs, map.Inputs);

    /// <summary>Renews the packed forms.</summary>
    public override void Pack() => Forms.Pack();
}
