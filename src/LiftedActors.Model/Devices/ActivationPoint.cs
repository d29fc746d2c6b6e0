namespace LiftedActors.Model.Devices;

/// <summary>What a step of auxiliary activations reads, all samples × features.</summary>
/// <param name="Z">The current activations z.</param>
/// <param name="X">The pre-activations x.</param>
/// <param name="Feedback">Wᵀe of the next layer.</param>
public readonly record struct ActivationPoint(DeviceMatrix Z, DeviceMatrix X, DeviceMatrix Feedback);
