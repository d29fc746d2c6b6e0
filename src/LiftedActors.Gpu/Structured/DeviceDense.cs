using ILGPU;
using LiftedActors.Gpu.Devices;
using LiftedActors.Gpu.Kernels;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Networks.Structured;

namespace LiftedActors.Gpu.Structured;

/// <summary>A product with a dense matrix on an accelerator.</summary>
internal sealed class DeviceDense : DeviceOperation
{
    private readonly DenseOperation _dense;
    private readonly AcceleratorExpressions _on;
    private readonly AcceleratorMatrix _gradient;

    /// <summary>Allocates what a gradient is made in before it is added.</summary>
    public DeviceDense(DenseOperation dense, AcceleratorExpressions on)
    {
        (_dense, _on) = (dense, on);
        _gradient = on.Accelerator.CreateMatrix(dense.Outputs, dense.Inputs);
    }

    public override void Apply(DeviceMatrix v, DeviceParameters parameters, DeviceMatrix result)
    {
        using var turn = _on.Accelerator.Turn();
        result.Resize(v.Rows);
        _on.Lane.Products.Apply((AcceleratorMatrix)v, Weights(parameters), default, (AcceleratorMatrix)result);
    }

    public override void ApplyAdjoint(DeviceMatrix e, DeviceParameters parameters, DeviceMatrix result)
    {
        using var turn = _on.Accelerator.Turn();
        result.Resize(e.Rows);
        _on.Lane.Products.ApplyAdjoint((AcceleratorMatrix)e, Weights(parameters), (AcceleratorMatrix)result);
    }

    public override void AddGradient(DeviceMatrix e, DeviceMatrix v, DeviceParameters gradient)
    {
        using (_on.Accelerator.Turn())
        {
            _on.Lane.Products.Correlate((AcceleratorMatrix)e, (AcceleratorMatrix)v, _gradient);
        }

        var sum = Weights(gradient);
        _on.Device.Combine(sum, 1, _gradient, sum, Portion.All(sum));
    }

    private AcceleratorMatrix Weights(DeviceParameters parameters) =>
        new(((AcceleratorParameters)parameters).Tensor(_dense.Weights), _dense.Outputs, _dense.Inputs);
}
