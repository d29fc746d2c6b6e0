namespace LiftedActors.Model.Devices;

/// <summary>
/// The shape of Θ = (W, b) of one layer in the memory of a <see cref="ComputeDevice"/>: one flat buffer, W row-major (out × in), then b (out).
/// Updates act on the flat buffer; products read the parts.
/// </summary>
public abstract class DeviceParameters
{
    /// <summary>W and b as one row.</summary>
    public abstract DeviceMatrix Flat { get; }

    /// <summary>W, out × in; shares the buffer.</summary>
    public abstract DeviceMatrix Weights { get; }
}
