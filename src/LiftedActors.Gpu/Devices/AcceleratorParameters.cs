using ILGPU;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Networks;

namespace LiftedActors.Gpu.Devices;

/// <summary>The shape of Θ in the memory of an accelerator; the operations read it as it is, so there is nothing to pack.</summary>
/// <param name="map">The layer.</param>
/// <param name="buffer">As many values as the layer has parameters.</param>
internal class AcceleratorParameters(LayerMap map, ArrayView<Real> buffer) : DeviceParameters
{
    /// <summary>The layer.</summary>
    public LayerMap Map => map;

    /// <inheritdoc/>
    public override AcceleratorMatrix Flat { get; } = new(buffer, 1, checked((int)map.ParameterCount));

    /// <summary>The values of one tensor.</summary>
    /// <param name="index">Its place in <see cref="LayerMap.Tensors"/>.</param>
    public ArrayView<Real> Tensor(int index) => buffer.SubView(map.OffsetOf(index), map.Tensors[index].Length);
}

/// <summary>The shape of Θ of an affine layer.</summary>
/// <param name="map">The layer.</param>
/// <param name="buffer">As many values as the layer has parameters.</param>
internal sealed class AffineParameters(Affine map, ArrayView<Real> buffer) : AcceleratorParameters(map, buffer), IAffineParameters
{
    /// <summary>W, out × in; shares the buffer.</summary>
    public AcceleratorMatrix Weights { get; } = new(buffer, map.Outputs, map.Inputs);

    DeviceMatrix IAffineParameters.Weights => Weights;

    /// <summary>b.</summary>
    public ArrayView<Real> Bias => Tensor(1);
}
