using System.Diagnostics;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using LiftedActors.Gpu.Devices;
using LiftedActors.Gpu.Kernels;
using LiftedActors.Gpu.Products;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Gpu.Checking;

/// <summary>The rate of an operation, and its share of what the same device reached at copying or at arithmetic in the same run.</summary>
/// <param name="Name">The operation.</param>
/// <param name="Rate">In 10⁹ of the unit per second.</param>
/// <param name="Unit">B, bytes read and written, or FLOP.</param>
/// <param name="Share">The share; 1 for copying and arithmetic themselves.</param>
public sealed record MeasuredOperation(string Name, double Rate, string Unit, double Share);

/// <summary>Measures the operations of an accelerator: each as the best of several runs after one that compiles.</summary>
public sealed class GpuSpeed
{
    private const int Repetitions = 7;
    private readonly AcceleratorDevice _device;
    private readonly List<MeasuredOperation> _measured = [];
    private double _copy;
    private double _arithmetic;

    private GpuSpeed(AcceleratorDevice device) => _device = device;

    /// <summary>Measures.</summary>
    /// <param name="device">A device of this project.</param>
    /// <param name="length">Values of the element passes.</param>
    /// <param name="side">The side of the products.</param>
    /// <exception cref="ArgumentException">The device is of another project.</exception>
    public static IReadOnlyList<MeasuredOperation> Measure(ComputeDevice device, int length, int side)
    {
        var speed = new GpuSpeed(device as AcceleratorDevice ?? throw new ArgumentException("Only an accelerator can be measured.", nameof(device)));
        speed.Elements(length / 1024 * 1024, 1024);
        speed.Products(side);
        speed.Stack(Math.Min(side, ProductsBySize.MostFeatures));
        return speed._measured;
    }

    private void Elements(int length, int columns)
    {
        var matrices = Enumerable.Range(0, 5).Select(_ => _device.CreateMatrix(length / columns, columns)).ToArray();
        var (a, b, c, d, e) = (matrices[0], matrices[1], matrices[2], matrices[3], matrices[4]);
        var penalty = new BregmanPenalty(PotentialCatalogue.Create("relu"), 2);
        var all = Portion.All(a);
        var bytes = (double)length * sizeof(Real);
        _copy = 2 * bytes / Seconds(() => _device.Copy(a, b));
        Add("copy", "B", _copy, _copy);
        Stream("combination a + w b", 3 * bytes, () => _device.Combine(a, 1, b, c, all));
        Stream("prox of relu", 2 * bytes, () => _device.Prox(penalty, 1, a));
        Stream("proximal gradient of relu", 4 * bytes, () => _device.ProximalGradient(penalty, new ActivationPoint(a, b, c), 1, d));
        Stream("error and penalty of relu", 3 * bytes, () => _device.Error(penalty, a, b, c));
        Stream("squared distance", 2 * bytes, () => _device.SquaredDistance(a, b));
        Stream("Adam", 7 * bytes, () => _device.Adam(a, new AdamMoments(b, c, 1, 1), d, all));
        Stream("Adam with gradient and move", 7 * bytes, () => _device.Adam([new(1, e)], a, new AdamMoments(b, c, 1, 1), d));
        Stream("gradient step with move", 3 * bytes, () => _device.Descend([new(1, e)], a, 1, d));
        Stream("proximal gradient of relu with move", 4 * bytes, () => _device.MeasuredProximalGradient(penalty, new ActivationPoint(a, b, c), 1, d));
    }

    private void Products(int side)
    {
        Arithmetic(side);
        var map = new Affine(side, side);
        var (parameters, gradient) = ((AffineParameters)_device.CreateParameters(map), (AffineParameters)_device.CreateGradient(map));
        var (z, x) = ((AcceleratorMatrix)_device.CreateMatrix(side, side), (AcceleratorMatrix)_device.CreateMatrix(side, side));
        List<LayerProducts> ways = [new TiledProducts(_device.Lane.Stream)];
        if (_device.Lane.Stream is CudaStream cuda && CudaBlas.TryOpen(cuda) is { } blas)
        {
            ways.Add(blas);
        }

        var operations = 2.0 * side * side * side;
        foreach (var way in ways)
        {
            Compute($"z Wᵀ + b, {side}³, {way.Name}", operations, () => way.Apply(z, parameters.Weights, parameters.Bias, x));
            Compute($"e W, {side}³, {way.Name}", operations, () => way.ApplyAdjoint(x, parameters.Weights, z));
            Compute($"eᵀz, {side}³, {way.Name}", operations, () => way.Correlate(x, z, gradient.Weights));
            way.Dispose();
        }
    }

    /// <summary>Sixteen layers of one width, as many samples as features: one after the other, and in one launch.</summary>
    private void Stack(int width)
    {
        var map = new Affine(width, width);
        var penalty = new BregmanPenalty(PotentialCatalogue.Create("relu"), 2);
        var on = _device.CreateOperator(map, width);
        var (products, passes, sums) = (new LayerProduct[PlanSetting.MostTogether], new PenaltyPass[PlanSetting.MostTogether], new double[PlanSetting.MostTogether]);
        for (var i = 0; i < products.Length; i++)
        {
            var matrices = Enumerable.Range(0, 3).Select(_ => _device.CreateMatrix(width, width)).ToArray();
            products[i] = new LayerProduct(on, new LayerInput(matrices[0]), _device.CreateParameters(map), matrices[1]);
            passes[i] = new PenaltyPass(penalty, matrices[1], matrices[0], matrices[2]);
        }

        var (operations, bytes) = (products.Length * 2.0 * width * width * width, products.Length * 3.0 * width * width * sizeof(Real));
        Compute($"z Wᵀ + b, {products.Length} layers of {width}², one by one", operations, () => Array.ForEach(products, one => _device.Apply(one.Input.Activations, one.Parameters, one.Result)));
        Compute($"z Wᵀ + b, {products.Length} layers of {width}², at once", operations, () => _device.Apply(products));
        Stream($"error and penalty, {products.Length} layers of {width}², one by one", bytes, () => Array.ForEach(passes, one => _device.Error(one.Penalty, one.X, one.Z, one.Error)));
        Stream($"error and penalty, {products.Length} layers of {width}², at once", bytes, () => _device.Error(passes, sums));
    }

    private void Arithmetic(int side)
    {
        const int Links = 1024;
        var run = _device.Accelerator.LoadAutoGroupedKernel<Index1D, int, Real, ArrayView<Real>>(ArithmeticKernel.Run);
        var result = ((AcceleratorMatrix)_device.CreateMatrix(side, side)).Values;
        _arithmetic = 2.0 * Links * ArithmeticKernel.Chains * result.Length / Seconds(() => run(_device.Lane.Stream, result.IntLength, Links, (Real)0.5, result));
        Add("multiply-adds", "FLOP", _arithmetic, _arithmetic);
    }

    private void Stream(string name, double bytes, Action run) => Add(name, "B", bytes / Seconds(run), _copy);

    private void Compute(string name, double operations, Action run) => Add(name, "FLOP", operations / Seconds(run), _arithmetic);

    private void Add(string name, string unit, double rate, double limit) => _measured.Add(new MeasuredOperation(name, rate / 1e9, unit, rate / limit));

    private double Seconds(Action run)
    {
        run();
        var best = double.PositiveInfinity;
        for (var i = 0; i < Repetitions; i++)
        {
            _device.Synchronize();
            var start = Stopwatch.GetTimestamp();
            run();
            _device.Synchronize();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }
}
