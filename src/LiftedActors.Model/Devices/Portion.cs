namespace LiftedActors.Model.Devices;

/// <summary>A run of consecutive values of a matrix, counted through its rows.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">How many values it holds.</param>
public readonly record struct Portion(int Offset, int Length)
{
    /// <summary>All values of a matrix.</summary>
    public static Portion All(DeviceMatrix matrix) => new(0, matrix.Length);
}
