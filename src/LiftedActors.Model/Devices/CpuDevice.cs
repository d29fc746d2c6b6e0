using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Devices;

/// <summary>The host as a device: handles are <see cref="Matrix"/> and <see cref="Parameters"/>, operations the static kernels of the model.</summary>
internal sealed class CpuDevice : ComputeDevice
{
    public override string KernelPath => MatrixProduct.Path;

    public override DeviceMatrix CreateMatrix(int rows, int columns) => new Matrix(rows, columns);

    public override DeviceParameters CreateParameters(LayerMap map) => map.CreateParameters();

    public override DeviceParameters CreateGradient(LayerMap map) => map.CreateGradient();

    public override LayerOperator CreateOperator(LayerMap map, int capacity) => map.CreateOperator(capacity);

    public override WeightBounds CreateWeightBounds(LayerMap map) => map.CreateWeightBounds();

    public override InputBounds CreateInputBounds(LayerMap map, int capacity) => map.CreateInputBounds(capacity);

    public override SpectralBounds CreateSpectralBounds(int rows, int columns) => new SpectralNorm(rows, columns);

    public override DeviceMatrix Hold(Matrix samples) => samples;

    public override void Upload(ReadOnlySpan<Real> values, DeviceMatrix target) => values.CopyTo(((Matrix)target).Values);

    public override Real[] Download(DeviceMatrix source) => ((Matrix)source).Values.ToArray();

    public override LayerParameters Download(DeviceParameters source) => (LayerParameters)source;

    public override void Gather(DeviceMatrix held, ReadOnlySpan<int> rows, DeviceMatrix target)
    {
        var (from, to) = ((Matrix)held, (Matrix)target);
        to.Resize(rows.Length);
        for (var row = 0; row < rows.Length; row++)
        {
            from.Row(rows[row]).CopyTo(to.Row(row));
        }
    }

    public override void Apply(DeviceMatrix z, DeviceParameters parameters, DeviceMatrix x) =>
        Affine.Apply((Matrix)z, (PackedParameters)parameters, (Matrix)x);

    public override void ApplyAdjoint(DeviceMatrix error, DeviceParameters parameters, DeviceMatrix feedback) =>
        Affine.ApplyAdjoint((Matrix)error, (PackedParameters)parameters, (Matrix)feedback);

    public override void Correlate(DeviceMatrix error, DeviceMatrix z, DeviceParameters gradient) =>
        Affine.Correlate((Matrix)error, (Matrix)z, (Parameters)gradient);

    public override void Pack(DeviceParameters parameters) => ((LayerParameters)parameters).Pack();

    public override void Apply(ReadOnlySpan<LayerProduct> products)
    {
        if (!AffineStack.Multiply(products, isAdjoint: false))
        {
            base.Apply(products);
        }
    }

    public override void ApplyAdjoint(ReadOnlySpan<LayerProduct> products)
    {
        if (!AffineStack.Multiply(products, isAdjoint: true))
        {
            base.ApplyAdjoint(products);
        }
    }

    public override void Correlate(ReadOnlySpan<LayerCorrelation> correlations)
    {
        if (!AffineStack.Correlate(correlations))
        {
            base.Correlate(correlations);
        }
    }

    public override double Error(LayerPenalty penalty, DeviceMatrix x, DeviceMatrix z, DeviceMatrix error) =>
        penalty.Error((Matrix)x, (Matrix)z, (Matrix)error);

    public override void ProximalGradient(LayerPenalty penalty, ActivationPoint point, double step, DeviceMatrix result) =>
        penalty.ProximalGradient((Matrix)point.Z, (Matrix)point.X, (Matrix)point.Feedback, step, (Matrix)result);

    public override void Prox(LayerPenalty penalty, double step, DeviceMatrix values)
    {
        var matrix = (Matrix)values;
        for (var row = 0; row < matrix.Rows; row++)
        {
            penalty.Prox(matrix.Row(row), step, matrix.Row(row));
        }
    }

    public override void Activate(ConvexPotential potential, DeviceMatrix x, DeviceMatrix result) =>
        potential.Activate((Matrix)x, (Matrix)result);

    public override void Copy(DeviceMatrix source, DeviceMatrix target) => ((Matrix)source).Values.CopyTo(((Matrix)target).Values);

    public override void Clear(DeviceMatrix target) => ((Matrix)target).Values.Clear();

    public override void Scale(DeviceMatrix a, Real weight, DeviceMatrix result, Portion portion) =>
        VectorKernels.Scale(Of(a, portion), weight, Of(result, portion));

    public override void Combine(DeviceMatrix a, Real weight, DeviceMatrix b, DeviceMatrix result, Portion portion) =>
        VectorKernels.Combine(Of(a, portion), weight, Of(b, portion), Of(result, portion));

    public override void Shrink(DeviceMatrix values, double threshold, double scale, Portion portion) =>
        VectorKernels.Shrink(Of(values, portion), (Real)threshold, (Real)scale);

    public override (double Sum, double Squares) Magnitudes(DeviceMatrix a, Portion portion) => VectorKernels.Magnitudes(Of(a, portion));

    public override bool HasSlopes => true;

    public override double Dot(DeviceMatrix a, DeviceMatrix b) => VectorKernels.Dot(((Matrix)a).Values, ((Matrix)b).Values);

    public override void PullBack(ConvexPotential potential, DeviceMatrix x, DeviceMatrix s, DeviceMatrix gradient) =>
        potential.PullBack((Matrix)x, (Matrix)s, (Matrix)gradient);

    public override double SquaredDistance(DeviceMatrix a, DeviceMatrix b) =>
        VectorKernels.SquaredDistance(((Matrix)a).Values, ((Matrix)b).Values);

    public override void Adam(DeviceMatrix current, AdamMoments moments, DeviceMatrix next, Portion portion) =>
        Move(new GradientPart((1, 0), Of(next, portion), Of(next, portion)), current, moments, next, portion);

    public override double MeasuredProximalGradient(LayerPenalty penalty, ActivationPoint point, double step, DeviceMatrix result) =>
        penalty.ProximalGradient((Matrix)point.Z, (Matrix)point.X, (Matrix)point.Feedback, step, (Matrix)result);

    public override double Descend(IReadOnlyList<WeightedMatrix> gradient, DeviceMatrix origin, double step, DeviceMatrix next)
    {
        var squaredMove = 0.0;
        for (var offset = 0; offset < next.Length; offset += VectorKernels.Part)
        {
            var portion = new Portion(offset, Math.Min(VectorKernels.Part, next.Length - offset));
            var part = Sum(gradient, next, portion);
            var weights = new CombinationWeights(1, (Real)(-step * part.Weights.First), (Real)(-step * part.Weights.Second));
            squaredMove += VectorKernels.Combine(weights, Of(origin, portion), part.First, part.Second, Of(next, portion));
        }

        return squaredMove;
    }

    public override double Adam(IReadOnlyList<WeightedMatrix> gradient, DeviceMatrix current, AdamMoments moments, DeviceMatrix next)
    {
        var squaredMove = 0.0;
        for (var offset = 0; offset < next.Length; offset += VectorKernels.Part)
        {
            var portion = new Portion(offset, Math.Min(VectorKernels.Part, next.Length - offset));
            squaredMove += Move(Sum(gradient, next, portion), current, moments, next, portion);
        }

        return squaredMove;
    }

    private static double Move(GradientPart gradient, DeviceMatrix current, AdamMoments moments, DeviceMatrix next, Portion portion) =>
        new AdamPass(moments.Rate, moments.Epsilon).Move(
            gradient, Of(current, portion), Of(moments.First, portion), Of(moments.Second, portion), Of(next, portion));

    /// <summary>A portion of a sum; beyond two summands, that of all but the last is put down where the new point will go.</summary>
    private static GradientPart Sum(IReadOnlyList<WeightedMatrix> summands, DeviceMatrix next, Portion portion)
    {
        var (first, last) = (summands[0], summands[^1]);
        if (summands.Count <= 2)
        {
            return new((first.Weight, summands.Count == 1 ? 0 : last.Weight), Of(first.Matrix, portion), Of(last.Matrix, portion));
        }

        var sum = Of(next, portion);
        VectorKernels.Scale(Of(first.Matrix, portion), first.Weight, sum);
        for (var i = 1; i < summands.Count - 1; i++)
        {
            VectorKernels.Combine(sum, summands[i].Weight, Of(summands[i].Matrix, portion), sum);
        }

        return new((1, last.Weight), sum, Of(last.Matrix, portion));
    }

    private static Span<Real> Of(DeviceMatrix matrix, Portion portion) => ((Matrix)matrix).Values.Slice(portion.Offset, portion.Length);
}
