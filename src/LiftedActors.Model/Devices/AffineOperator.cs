namespace LiftedActors.Model.Devices;

/// <summary>The affine map on any device, by its three products.</summary>
/// <param name="device">The device.</param>
internal sealed class AffineOperator(ComputeDevice device) : LayerOperator
{
    public override void Apply(LayerInput input, DeviceParameters parameters, DeviceMatrix x) => device.Apply(input.Activations, parameters, x);

    public override void ApplyAdjoint(DeviceMatrix error, DeviceParameters parameters, DeviceMatrix feedback) =>
        device.ApplyAdjoint(error, parameters, feedback);

    public override void Correlate(DeviceMatrix error, LayerInput input, DeviceParameters parameters, DeviceParameters gradient) =>
        device.Correlate(error, input.Activations, gradient);
}
