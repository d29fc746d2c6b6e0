using ILGPU;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Networks;

namespace LiftedActors.Gpu.Devices;

/// <summary>The shape of Θ in the memory of an accelerator; the products read it as it is, so there is nothing to pack.</summary>
/// <param name="map">The layer.</param>
/// <param name="buffer">As many values as the layer has parameters.</param>
internal sealed class AcceleratorParameters(Affine map, ArrayView<Real> buffer) : DeviceParameters, IAffineParameters
{
    /// <summary>The layer.</summary>
    public Affine Map => map;

    /// <inheritdoc/>
    public override AcceleratorMatrix Flat { get; } = new(buffer, 1, checked((int)map.ParameterCount));

    /// <summary>W, out × in; shares the buffer.</summary>
    public AcceleratorMatrix Weights { get; } = new(buffer, map.Outputs, map.Inputs);

    DeviceMatrix IAffineParameters.Weights => Weights;

    /// <summary>b.</summary>
    public ArrayView<Real> Bias => buffer.SubView((long)map.Outputs * map.Inputs, map.Outputs);
}
