using LiftedActors.Model.Devices;
using LiftedActors.Model.Networks.Structured;

namespace LiftedActors.Gpu.Structured;

/// <summary>Kᵀ by the kernels of K; its gradient follows from ⟨e, Kᵀv⟩ = ⟨v, K e⟩.</summary>
/// <param name="of">K.</param>
internal sealed class AdjointDeviceOperation(DeviceOperation of) : DeviceOperation
{
    public override void Apply(DeviceMatrix v, DeviceParameters parameters, DeviceMatrix result) => of.ApplyAdjoint(v, parameters, result);

    public override void ApplyAdjoint(DeviceMatrix e, DeviceParameters parameters, DeviceMatrix result) => of.Apply(e, parameters, result);

    public override void AddGradient(DeviceMatrix e, DeviceMatrix v, DeviceParameters gradient) => of.AddGradient(v, e, gradient);
}
