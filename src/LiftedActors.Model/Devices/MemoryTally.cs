using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Networks.Structured;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Devices;

/// <summary>
/// A device that allocates nothing and computes nothing, and counts what the blocks of a lifted problem would take elsewhere. Lift a
/// problem with it and read <see cref="Bytes"/>.
/// </summary>
public class MemoryTally : ComputeDevice
{
    /// <summary>The bytes of all values so far, workspaces of norms included.</summary>
    public long Bytes { get; private set; }

    /// <inheritdoc/>
    public override string KernelPath => "none";

    /// <inheritdoc/>
    public override DeviceMatrix CreateMatrix(int rows, int columns)
    {
        Bytes += (long)rows * columns * sizeof(Real);
        return new Shape(rows, columns);
    }

    /// <inheritdoc/>
    public override DeviceParameters CreateParameters(LayerMap map) => CreateGradient(map);

    /// <inheritdoc/>
    public override DeviceParameters CreateGradient(LayerMap map)
    {
        Bytes += map.ParameterCount * sizeof(Real);
        return new ParameterShape(map);
    }

    /// <inheritdoc/>
    public override SpectralBounds CreateSpectralBounds(int rows, int columns)
    {
        Bytes += (rows + (2L * columns)) * sizeof(Real);
        return new NoBounds();
    }

    /// <inheritdoc/>
    public override LayerOperator CreateOperator(LayerMap map, int capacity) =>
        map is StructuredMap structured ? structured.CreateOperator(capacity, new NoExpressions(this)) : base.CreateOperator(map, capacity);

    /// <summary>Those of a structured map are made on the host, wherever its values lie, and take nothing of a device.</summary>
    public override WeightBounds CreateWeightBounds(LayerMap map) => map is StructuredMap ? new AffineWeightBounds(new NoBounds()) : base.CreateWeightBounds(map);

    /// <summary>Those of a structured map are made on the host, wherever its values lie, and take nothing of a device.</summary>
    public override InputBounds CreateInputBounds(LayerMap map, int capacity) =>
        map is StructuredMap ? new AffineInputBounds(new NoBounds()) : base.CreateInputBounds(map, capacity);

    /// <inheritdoc/>
    public override DeviceMatrix Hold(Matrix samples) => CreateMatrix(samples.Rows, samples.Columns);

    /// <inheritdoc/>
    public override void Upload(ReadOnlySpan<Real> values, DeviceMatrix target)
    {
    }

    /// <inheritdoc/>
    public override Real[] Download(DeviceMatrix source) => throw Nothing();

    /// <inheritdoc/>
    public override LayerParameters Download(DeviceParameters source) => throw Nothing();

    /// <inheritdoc/>
    public override void Gather(DeviceMatrix held, ReadOnlySpan<int> rows, DeviceMatrix target) => throw Nothing();

    /// <inheritdoc/>
    public override void Apply(DeviceMatrix z, DeviceParameters parameters, DeviceMatrix x) => throw Nothing();

    /// <inheritdoc/>
    public override void ApplyAdjoint(DeviceMatrix error, DeviceParameters parameters, DeviceMatrix feedback) => throw Nothing();

    /// <inheritdoc/>
    public override void Correlate(DeviceMatrix error, DeviceMatrix z, DeviceParameters gradient) => throw Nothing();

    /// <inheritdoc/>
    public override void Pack(DeviceParameters parameters)
    {
    }

    /// <inheritdoc/>
    public override double Error(LayerPenalty penalty, DeviceMatrix x, DeviceMatrix z, DeviceMatrix error) => throw Nothing();

    /// <inheritdoc/>
    public override void ProximalGradient(LayerPenalty penalty, ActivationPoint point, double step, DeviceMatrix result) => throw Nothing();

    /// <inheritdoc/>
    public override void Prox(LayerPenalty penalty, double step, DeviceMatrix values) => throw Nothing();

    /// <inheritdoc/>
    public override void Activate(ConvexPotential potential, DeviceMatrix x, DeviceMatrix result) => throw Nothing();

    /// <inheritdoc/>
    public override void Copy(DeviceMatrix source, DeviceMatrix target) => throw Nothing();

    /// <inheritdoc/>
    public override void Clear(DeviceMatrix target) => throw Nothing();

    /// <inheritdoc/>
    public override void Scale(DeviceMatrix a, Real weight, DeviceMatrix result, Portion portion) => throw Nothing();

    /// <inheritdoc/>
    public override void Combine(DeviceMatrix a, Real weight, DeviceMatrix b, DeviceMatrix result, Portion portion) => throw Nothing();

    /// <inheritdoc/>
    public override double SquaredDistance(DeviceMatrix a, DeviceMatrix b) => throw Nothing();

    /// <inheritdoc/>
    public override void Adam(DeviceMatrix current, AdamMoments moments, DeviceMatrix next, Portion portion) => throw Nothing();

    private static NotSupportedException Nothing() => new("A tally of memory holds no values; lift the problem on another device.");

    private sealed class Shape(int rows, int columns) : DeviceMatrix(rows, columns);

    private sealed class ParameterShape(LayerMap map) : DeviceParameters, IAffineParameters
    {
        public override DeviceMatrix Flat { get; } = new Shape(1, checked((int)map.ParameterCount));

        public DeviceMatrix Weights { get; } = new Shape(map.Outputs, map.Inputs);
    }

    /// <summary>Buffers of expressions are counted, and what their operations read beside them is not.</summary>
    private sealed class NoExpressions(ComputeDevice device) : ExpressionDevice
    {
        public override ComputeDevice Device => device;

        public override DeviceOperation CreateOperation(LinearOperation operation, int capacity) => new NoOperation();

        public override void CopyFeatures(DeviceMatrix source, int from, DeviceMatrix target, int to) => throw Nothing();

        public override void AddFeatures(DeviceMatrix source, int from, DeviceMatrix target, int to) => throw Nothing();

        public override void SetBias(Bias bias, DeviceParameters parameters, Real weight, DeviceMatrix value) => throw Nothing();

        public override void AddBias(Bias bias, DeviceMatrix e, DeviceParameters gradient) => throw Nothing();
    }

    private sealed class NoOperation : DeviceOperation
    {
        public override void Apply(DeviceMatrix v, DeviceParameters parameters, DeviceMatrix result) => throw Nothing();

        public override void ApplyAdjoint(DeviceMatrix e, DeviceParameters parameters, DeviceMatrix result) => throw Nothing();

        public override void AddGradient(DeviceMatrix e, DeviceMatrix v, DeviceParameters gradient) => throw Nothing();
    }

    private sealed class NoBounds : SpectralBounds
    {
        public override double Estimate(DeviceMatrix a) => 0;

        public override double Certified(DeviceMatrix a) => 0;

        public override void Restart()
        {
        }

        public override Real[] Save() => [];

        public override void Restore(ReadOnlySpan<Real> start)
        {
        }
    }
}
