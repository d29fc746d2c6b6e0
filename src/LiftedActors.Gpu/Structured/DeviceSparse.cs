using ILGPU;
using ILGPU.Runtime;
using LiftedActors.Gpu.Kernels;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Networks.Structured;

namespace LiftedActors.Gpu.Structured;

/// <summary>An operation of which nothing is learned, as a sparse matrix and its transpose.</summary>
internal sealed class DeviceSparse : DeviceOperation
{
    private readonly AcceleratorExpressions _on;
    private readonly (int Rows, int Columns) _size;
    private readonly SparseViews _matrix;
    private readonly SparseViews _transpose;
    private readonly Action<AcceleratorStream, Index1D, ArrayView<Real>, int, SparseViews, ArrayView<Real>> _apply;

    /// <summary>Brings a matrix onto the accelerator.</summary>
    public DeviceSparse(SparseMatrix matrix, AcceleratorExpressions on)
    {
        (_on, _size) = (on, (matrix.Rows, matrix.Columns));
        using var turn = on.Accelerator.Turn();
        (_matrix, _transpose) = (Hold(matrix), Hold(matrix.Transposed()));
        _apply = on.Accelerator.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<Real>, int, SparseViews, ArrayView<Real>>(SparseKernels.Apply);
    }

    public override void Apply(DeviceMatrix v, DeviceParameters parameters, DeviceMatrix result) => Multiply(_matrix, v, _size.Columns, result);

    public override void ApplyAdjoint(DeviceMatrix e, DeviceParameters parameters, DeviceMatrix result) => Multiply(_transpose, e, _size.Rows, result);

    public override void AddGradient(DeviceMatrix e, DeviceMatrix v, DeviceParameters gradient) =>
        throw new InvalidOperationException("An operation of which nothing is learned has no parameters.");

    private void Multiply(SparseViews matrix, DeviceMatrix v, int columns, DeviceMatrix result)
    {
        using var turn = _on.Accelerator.Turn();
        result.Resize(v.Rows);
        if (result.Length > 0)
        {
            _apply(_on.Lane.Stream, result.Length, AcceleratorExpressions.Of(v), columns, matrix, AcceleratorExpressions.Of(result));
        }
    }

    private SparseViews Hold(SparseMatrix matrix)
    {
        var (memory, (starts, columns, values)) = (_on.Lane.Launches.Memory, matrix.ByRows());
        return new SparseViews(memory.Hold(starts), memory.Hold(columns), memory.Hold(values));
    }
}
