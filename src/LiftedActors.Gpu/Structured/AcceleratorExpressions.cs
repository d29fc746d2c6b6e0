using ILGPU;
using ILGPU.Runtime;
using LiftedActors.Gpu.Devices;
using LiftedActors.Gpu.Kernels;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Networks.Structured;

namespace LiftedActors.Gpu.Structured;

/// <summary>What an accelerator knows of the expressions of structured maps.</summary>
/// <param name="device">The device.</param>
internal sealed class AcceleratorExpressions(AcceleratorDevice device) : ExpressionDevice
{
    private readonly Dictionary<LinearOperation, DeviceOperation> _operations = [];

    private Action<AcceleratorStream, Index1D, ArrayView<Real>, int, Real, ArrayView<Real>> SetBiases =>
        field ??= device.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<Real>, int, Real, ArrayView<Real>>(FeatureKernels.SetBias);

    private Action<AcceleratorStream, KernelConfig, ArrayView<Real>, int, ArrayView<Real>> AddBiases =>
        field ??= device.Accelerator.LoadKernel<ArrayView<Real>, int, ArrayView<Real>>(FeatureKernels.AddBias);

    public override ComputeDevice Device => device;

    /// <summary>The device, where its turns are taken.</summary>
    public AcceleratorDevice Accelerator => device;

    /// <summary>Where the calling thread's operations go.</summary>
    public AcceleratorLane Lane => device.Lane;

    /// <summary>Operations without a workspace are shared by all layers.</summary>
    public override DeviceOperation CreateOperation(LinearOperation operation, int capacity)
    {
        switch (operation)
        {
            case AdjointOperation adjoint:
                return new AdjointDeviceOperation(CreateOperation(adjoint.Of, capacity));
            case DenseOperation dense:
                return new DeviceDense(dense, this);
        }

        if (!_operations.TryGetValue(operation, out var shared))
        {
            shared = Create(operation);
            _operations[operation] = shared;
        }

        return shared;
    }

    public override void CopyFeatures(DeviceMatrix source, int from, DeviceMatrix target, int to)
    {
        using var turn = device.Turn();
        Lane.Features.Copy(Of(source), Of(target), Shape(source, from, target, to));
    }

    public override void AddFeatures(DeviceMatrix source, int from, DeviceMatrix target, int to)
    {
        using var turn = device.Turn();
        Lane.Features.Add(Of(source), Of(target), Shape(source, from, target, to));
    }

    public override void SetBias(Bias bias, DeviceParameters parameters, Real weight, DeviceMatrix value)
    {
        using var turn = device.Turn();
        if (value.Length > 0)
        {
            SetBiases(Lane.Stream, value.Length, ((AcceleratorParameters)parameters).Tensor(bias.Tensor), bias.Positions, weight, Of(value));
        }
    }

    public override void AddBias(Bias bias, DeviceMatrix e, DeviceParameters gradient)
    {
        using var turn = device.Turn();
        if (e.Length > 0)
        {
            AddBiases(Lane.Stream, Lane.Launches.Rows(bias.Channels), Of(e), bias.Positions, ((AcceleratorParameters)gradient).Tensor(bias.Tensor));
        }
    }

    /// <summary>The values of a matrix of the device.</summary>
    public static ArrayView<Real> Of(DeviceMatrix matrix) => ((AcceleratorMatrix)matrix).Values;

    private DeviceOperation Create(LinearOperation operation) => operation switch
    {
        ConvolutionOperation convolution => new DeviceConvolution(convolution, this),
        PoolingOperation pooling => new DeviceSparse(SparseMatrix.Of(pooling.Geometry), this),
        KnownOperation known => new DeviceSparse(SparseMatrix.Of(known.Operator), this),
        _ => throw new NotSupportedException($"The GPU device has no kernel for {operation.GetType().Name}; train it with --device cpu."),
    };

    private static FeatureShape Shape(DeviceMatrix source, int from, DeviceMatrix target, int to) =>
        new(source.Columns, from, target.Columns, to, Math.Min(source.Columns - from, target.Columns - to));
}
