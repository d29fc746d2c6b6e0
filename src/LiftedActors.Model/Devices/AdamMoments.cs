namespace LiftedActors.Model.Devices;

/// <summary>The two moments of Adam and the numbers of one of its steps.</summary>
/// <param name="First">m; overwritten.</param>
/// <param name="Second">v; overwritten.</param>
/// <param name="Rate">The rate, corrected for the bias of the moments.</param>
/// <param name="Epsilon">ε, likewise.</param>
public readonly record struct AdamMoments(DeviceMatrix First, DeviceMatrix Second, Real Rate, Real Epsilon);
