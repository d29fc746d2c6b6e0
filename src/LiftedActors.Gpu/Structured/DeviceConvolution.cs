using ILGPU;
using ILGPU.Runtime;
using LiftedActors.Gpu.Devices;
using LiftedActors.Gpu.Kernels;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Networks.Structured;

namespace LiftedActors.Gpu.Structured;

/// <summary>A convolution on an accelerator.</summary>
internal sealed class DeviceConvolution : DeviceOperation
{
    private readonly AcceleratorExpressions _on;
    private readonly int _filters;
    private readonly ConvolutionShape _shape;
    private readonly ArrayView<int> _sources;
    private readonly ReaderViews _readers;
    private readonly Action<AcceleratorStream, Index1D, ArrayView<Real>, ArrayView<Real>, ArrayView<int>, ConvolutionShape, ArrayView<Real>> _apply;
    private readonly Action<AcceleratorStream, Index1D, ArrayView<Real>, ArrayView<Real>, ReaderViews, ConvolutionShape, ArrayView<Real>> _adjoint;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<Real>, ArrayView<Real>, ArrayView<int>, ConvolutionShape, ArrayView<Real>> _gradient;

    /// <summary>Brings the tables of a convolution onto the accelerator.</summary>
    public DeviceConvolution(ConvolutionOperation convolution, AcceleratorExpressions on)
    {
        (_on, _filters) = (on, convolution.Filters);
        var (geometry, tables) = (convolution.Geometry, new ConvolutionTables(convolution.Geometry));
        _shape = new ConvolutionShape(geometry.Filters, geometry.Input.Channels, geometry.Window.Taps, geometry.Input.Pixels, geometry.Output.Pixels);
        using var turn = on.Accelerator.Turn();
        var (memory, accelerator) = (on.Lane.Launches.Memory, on.Accelerator.Accelerator);
        _sources = memory.Hold(tables.Sources);
        _readers = new ReaderViews(memory.Hold(tables.Starts), memory.Hold(tables.Readers));
        _apply = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<Real>, ArrayView<Real>, ArrayView<int>, ConvolutionShape, ArrayView<Real>>(ConvolutionKernels.Apply);
        _adjoint = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<Real>, ArrayView<Real>, ReaderViews, ConvolutionShape, ArrayView<Real>>(ConvolutionKernels.ApplyAdjoint);
        _gradient = accelerator.LoadKernel<ArrayView<Real>, ArrayView<Real>, ArrayView<int>, ConvolutionShape, ArrayView<Real>>(ConvolutionKernels.AddGradient);
    }

    public override void Apply(DeviceMatrix v, DeviceParameters parameters, DeviceMatrix result)
    {
        using var turn = _on.Accelerator.Turn();
        result.Resize(v.Rows);
        if (result.Length > 0)
        {
            _apply(_on.Lane.Stream, result.Length, AcceleratorExpressions.Of(v), Weights(parameters), _sources, _shape, AcceleratorExpressions.Of(result));
        }
    }

    public override void ApplyAdjoint(DeviceMatrix e, DeviceParameters parameters, DeviceMatrix result)
    {
        using var turn = _on.Accelerator.Turn();
        result.Resize(e.Rows);
        if (result.Length > 0)
        {
            _adjoint(_on.Lane.Stream, result.Length, AcceleratorExpressions.Of(e), Weights(parameters), _readers, _shape, AcceleratorExpressions.Of(result));
        }
    }

    public override void AddGradient(DeviceMatrix e, DeviceMatrix v, DeviceParameters gradient)
    {
        using var turn = _on.Accelerator.Turn();
        if (e.Length > 0)
        {
            var weights = Weights(gradient);
            _gradient(_on.Lane.Stream, _on.Lane.Launches.Rows(weights.IntLength), AcceleratorExpressions.Of(e), AcceleratorExpressions.Of(v), _sources, _shape, weights);
        }
    }

    private ArrayView<Real> Weights(DeviceParameters parameters) => ((AcceleratorParameters)parameters).Tensor(_filters);
}
