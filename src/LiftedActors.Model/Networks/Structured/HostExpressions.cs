using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Networks.Structured;

/// <summary>The expressions of one operator on the host.</summary>
/// <param name="map">The map, whose largest tensor a gradient has to fit into.</param>
internal sealed class HostExpressions(StructuredMap map) : ExpressionDevice
{
    private readonly Real[] _gradient = new Real[LargestTensor(map)];

    public override ComputeDevice Device => ComputeDevice.Host;

    /// <summary>The memory beside that of the operations.</summary>
    public static Footprint Footprint(StructuredMap map) => Kernels.Footprint.OfArray<Real>(Kernels.Footprint.Evaluations, LargestTensor(map));

    public override DeviceOperation CreateOperation(LinearOperation operation, int capacity) => new Operation(operation, capacity, _gradient);

    public override void CopyFeatures(DeviceMatrix source, int from, DeviceMatrix target, int to)
    {
        var (copied, copy, count) = ((Matrix)source, (Matrix)target, Count(source, from, target, to));
        for (var row = 0; row < copy.Rows; row++)
        {
            copied.Row(row).Slice(from, count).CopyTo(copy.Row(row)[to..]);
        }
    }

    public override void AddFeatures(DeviceMatrix source, int from, DeviceMatrix target, int to)
    {
        var (added, sum, count) = ((Matrix)source, (Matrix)target, Count(source, from, target, to));
        for (var row = 0; row < sum.Rows; row++)
        {
            var values = sum.Row(row).Slice(to, count);
            VectorKernels.Combine(values, 1, added.Row(row).Slice(from, count), values);
        }
    }

    public override void SetBias(Bias bias, DeviceParameters parameters, Real weight, DeviceMatrix value)
    {
        var tensor = ((LayerParameters)parameters).Tensor(bias.Tensor);
        var rows = (Matrix)value;
        for (var row = 0; row < rows.Rows; row++)
        {
            var target = rows.Row(row);
            for (var channel = 0; channel < bias.Channels; channel++)
            {
                target.Slice(channel * bias.Positions, bias.Positions).Fill(weight * tensor[channel]);
            }
        }
    }

    public override void AddBias(Bias bias, DeviceMatrix e, DeviceParameters gradient)
    {
        var tensor = ((LayerParameters)gradient).Tensor(bias.Tensor);
        var rows = (Matrix)e;
        for (var channel = 0; channel < bias.Channels; channel++)
        {
            var sum = 0.0;
            for (var row = 0; row < rows.Rows; row++)
            {
                sum += VectorKernels.Sum(rows.Row(row).Slice(channel * bias.Positions, bias.Positions));
            }

            tensor[channel] += (Real)sum;
        }
    }

    private static int Count(DeviceMatrix source, int from, DeviceMatrix target, int to) => Math.Min(source.Columns - from, target.Columns - to);

    private static int LargestTensor(StructuredMap map) =>
        map.Tensors.Where((_, tensor) => map.OperationOf(tensor) is not null).Select(tensor => (int)tensor.Length).DefaultIfEmpty(0).Max();

    /// <summary>An operation by its kernel.</summary>
    private sealed class Operation(LinearOperation operation, int capacity, Real[] gradient) : DeviceOperation
    {
        private readonly OperationKernel _kernel = operation.CreateKernel(capacity);

        public override void Apply(DeviceMatrix v, DeviceParameters parameters, DeviceMatrix result) =>
            _kernel.Apply((Matrix)v, ((StructuredParameters)parameters).FormOf(operation), (Matrix)result);

        public override void ApplyAdjoint(DeviceMatrix e, DeviceParameters parameters, DeviceMatrix result) =>
            _kernel.ApplyAdjoint((Matrix)e, ((StructuredParameters)parameters).FormOf(operation), (Matrix)result);

        public override void AddGradient(DeviceMatrix e, DeviceMatrix v, DeviceParameters sum)
        {
            var target = operation.Tensor is { } tensor ? ((LayerParameters)sum).Tensor(tensor) : [];
            var part = gradient.AsSpan(0, target.Length);
            _kernel.Correlate((Matrix)e, (Matrix)v, part);
            VectorKernels.Combine(target, 1, part, target);
        }
    }
}
