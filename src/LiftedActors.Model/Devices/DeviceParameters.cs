namespace LiftedActors.Model.Devices;

/// <summary>
/// The parameters Θ of one layer in the memory of a <see cref="ComputeDevice"/>: one flat buffer, on which updates act.
/// </summary>
public abstract class DeviceParameters
{
    /// <summary>All values as one row.</summary>
    public abstract DeviceMatrix Flat { get; }
}

/// <summary>The parameters Θ = (W, b) of an affine layer: W row-major (out × in), then b (out).</summary>
public interface IAffineParameters
{
    /// <summary>W, out × in; shares the buffer.</summary>
    DeviceMatrix Weights { get; }
}
