using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;

namespace LiftedActors.Gpu.Structured;

/// <summary>Bounds on |A(Θ)|² of a structured map, made on the host from a copy of Θ; only schedules that ask for step lengths need them.</summary>
/// <param name="device">Where Θ lies.</param>
/// <param name="map">The map.</param>
internal sealed class HostWeightBounds(ComputeDevice device, LayerMap map) : WeightBounds
{
    private readonly WeightBounds _bounds = ComputeDevice.Host.CreateWeightBounds(map);

    public override double Estimate(DeviceParameters parameters) => _bounds.Estimate(device.Download(parameters));

    public override double Certified(DeviceParameters parameters) => _bounds.Certified(device.Download(parameters));

    public override Real[] Save() => _bounds.Save();

    public override void Restore(ReadOnlySpan<Real> start) => _bounds.Restore(start);
}

/// <summary>Bounds on |∂f/∂Θ|² of a structured map, made on the host from copies of Θ and of what the map reads.</summary>
/// <param name="device">Where the values lie.</param>
/// <param name="map">The map.</param>
/// <param name="capacity">The most samples of a batch.</param>
internal sealed class HostInputBounds(ComputeDevice device, LayerMap map, int capacity) : InputBounds
{
    private readonly InputBounds _bounds = ComputeDevice.Host.CreateInputBounds(map, capacity);

    public override double Estimate(LayerInput input, DeviceParameters parameters) => _bounds.Estimate(Copy(input), device.Download(parameters));

    public override double Certified(LayerInput input, DeviceParameters parameters) => _bounds.Certified(Copy(input), device.Download(parameters));

    private LayerInput Copy(LayerInput input) => new(Copy(input.Activations), input.Data is { } data ? Copy(data) : null);

    private Matrix Copy(DeviceMatrix matrix)
    {
        var copy = new Matrix(matrix.Rows, matrix.Columns);
        device.Download(matrix).CopyTo(copy.Values);
        return copy;
    }
}
