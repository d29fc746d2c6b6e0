namespace LiftedActors.Model.Devices;

/// <summary>A summand of a linear combination.</summary>
/// <param name="Weight">Its weight.</param>
/// <param name="Matrix">The matrix.</param>
public readonly record struct WeightedMatrix(Real Weight, DeviceMatrix Matrix);
