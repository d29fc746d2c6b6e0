using System.Collections.Concurrent;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using LiftedActors.Gpu.Kernels;
using LiftedActors.Gpu.Products;
using LiftedActors.Gpu.Structured;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Networks.Structured;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Gpu.Devices;

/// <summary>
/// An accelerator as the device of the blocks: their values stay in its memory, and the host sees them in checkpoints, reports and the
/// final weights only.
/// </summary>
/// <remarks>
/// Operations go to the main lane in the order of their calls, or, between <see cref="BeginRun"/> and <see cref="EndRun"/>, to a lane that the calling
/// thread has for itself, so that those of several threads overlap on the card. At the end of a run all of it is done: what is published afterwards can be read
/// in every lane. A lock keeps threads apart that queue in one lane, and binds the accelerator's context to the thread. Penalties, distances
/// and norms are read back at once, so a block waits for its own sums; those of a stack are read back together. Source: README.md beside the project file.
/// </remarks>
internal sealed partial class AcceleratorDevice : ComputeDevice, IDisposable
{
    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly AcceleratorMemory _memory;
    private readonly Func<AcceleratorStream, LayerProducts> _products;
    private readonly AcceleratorLane _main;
    private readonly ConcurrentBag<AcceleratorLane> _free = [];
    private readonly ConcurrentBag<AcceleratorLane> _others = [];
    private readonly ThreadLocal<AcceleratorLane?> _taken = new();
    private readonly AcceleratorExpressions _expressions;
    private readonly Action<AcceleratorStream, Index1D, ArrayView<Real>, ArrayView<int>, int, ArrayView<Real>> _gather;

    /// <summary>Opens an accelerator; it is closed with the device, as is the context.</summary>
    public AcceleratorDevice(Context context, Accelerator accelerator, Func<AcceleratorStream, LayerProducts>? products = null)
    {
        (_context, _accelerator, _products) = (context, accelerator, products ?? LayerProducts.For);
        ScalarFunctions.Register();
        _memory = new AcceleratorMemory(accelerator);
        _main = new AcceleratorLane(accelerator.DefaultStream, _memory, _products);
        _expressions = new AcceleratorExpressions(this);
        _gather = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<Real>, ArrayView<int>, int, ArrayView<Real>>(ElementKernels.Gather);
        KernelPath = $"{accelerator.AcceleratorType} {accelerator.Name}, {_main.Products.Name} products".ToLowerInvariant();
    }

    public override string KernelPath { get; }

    public override long AvailableBytes
    {
        get
        {
            using var turn = Turn();

            // A sixteenth is left to the libraries and to what does not fit together.
            return _accelerator is CudaAccelerator cuda ? cuda.GetFreeMemory() / 16 * 15 : _accelerator.MemorySize - _memory.Used;
        }
    }

    /// <summary>Where the calling thread's operations go; within a <see cref="Turn"/> only.</summary>
    public AcceleratorLane Lane => _taken.Value ?? _main;

    /// <summary>The lanes for runs, which are as many as there have been threads in one at once.</summary>
    public int Lanes => _others.Count;

    /// <summary>The bytes that the device's buffers take.</summary>
    public long UsedBytes => _memory.Used;

    /// <summary>The accelerator; within a <see cref="Turn"/> only.</summary>
    public Accelerator Accelerator => _accelerator;

    /// <summary>The calling thread's turn to queue operations.</summary>
    public Lock.Scope Turn()
    {
        var lane = Lane;
        var turn = lane.Gate.EnterScope();
        _accelerator.Bind();
        lane.IsPending = true;
        return turn;
    }

    /// <summary>On OpenCL a kernel keeps its arguments between two calls, so that threads share the main lane and its lock there.</summary>
    public override void BeginRun()
    {
        if (_accelerator.AcceleratorType == AcceleratorType.OpenCL)
        {
            return;
        }

        if (_main.IsPending)
        {
            // What was put here before the run, in the main lane, has to be here.
            Synchronize();
        }

        if (!_free.TryTake(out var lane))
        {
            _accelerator.Bind();
            lane = new AcceleratorLane(_accelerator.CreateStream(), _memory, _products);
            _others.Add(lane);
            if (lane.Products.Name != _main.Products.Name)
            {
                throw new DeviceMemoryException($"{_accelerator.Name} has no room for the {_main.Products.Name} products of one more thread; take smaller batches or fewer workers.");
            }
        }

        _taken.Value = lane;
    }

    public override void EndRun()
    {
        if (_taken.Value is not { } lane)
        {
            return;
        }

        try
        {
            lane.Wait();
        }
        finally
        {
            _taken.Value = null;
            _free.Add(lane);
        }
    }

    public override AcceleratorMatrix CreateMatrix(int rows, int columns)
    {
        using var turn = Turn();
        return new AcceleratorMatrix(_memory.Allocate<Real>((long)rows * columns), rows, columns);
    }

    public override AcceleratorParameters CreateParameters(LayerMap map)
    {
        using var turn = Turn();
        var buffer = _memory.Allocate<Real>(map.ParameterCount);
        return map is StructuredMap ? new AcceleratorParameters(map, buffer) : new AffineParameters(AsAffine(map), buffer);
    }

    public override AcceleratorParameters CreateGradient(LayerMap map)
    {
        using var turn = Turn();
        _memory.ReserveScratch(NormLaunches.Scratch(0, map.Outputs));
        return CreateParameters(map);
    }

    public override LayerOperator CreateOperator(LayerMap map, int capacity) =>
        map is StructuredMap structured ? structured.CreateOperator(capacity, _expressions) : base.CreateOperator(map, capacity);

    public override WeightBounds CreateWeightBounds(LayerMap map) =>
        map is StructuredMap ? new HostWeightBounds(this, map) : base.CreateWeightBounds(map);

    public override InputBounds CreateInputBounds(LayerMap map, int capacity) =>
        map is StructuredMap ? new HostInputBounds(this, map, capacity) : base.CreateInputBounds(map, capacity);

    public override SpectralBounds CreateSpectralBounds(int rows, int columns)
    {
        using var turn = Turn();
        _memory.ReserveScratch(NormLaunches.Scratch(rows, columns));
        return new PowerIteration(this, rows, columns);
    }

    public override DeviceMatrix Hold(Matrix samples)
    {
        var held = CreateMatrix(samples.Rows, samples.Columns);
        Upload(samples.Values, held);
        return held;
    }

    public override void Upload(ReadOnlySpan<Real> values, DeviceMatrix target)
    {
        using var turn = Turn();
        var view = ((AcceleratorMatrix)target).Values;
        if (values.Length > view.Length)
        {
            throw new ArgumentException($"{values.Length} values do not go into {target}.", nameof(values));
        }

        if (!values.IsEmpty)
        {
            view.SubView(0, values.Length).CopyFromCPU(Lane.Stream, values);
            Lane.Wait();
        }
    }

    public override Real[] Download(DeviceMatrix source)
    {
        using var turn = Turn();
        var values = new Real[source.Length];
        if (values.Length > 0)
        {
            ((AcceleratorMatrix)source).Values.CopyToCPU(Lane.Stream, values);
            Lane.Wait();
        }

        return values;
    }

    public override LayerParameters Download(DeviceParameters source)
    {
        var packed = ((AcceleratorParameters)source).Map.CreateParameters();
        Download(source.Flat).CopyTo(packed.Values);
        packed.Pack();
        return packed;
    }

    public override void Gather(DeviceMatrix held, ReadOnlySpan<int> rows, DeviceMatrix target)
    {
        using var turn = Turn();
        target.Resize(rows.Length);
        if (target.Length == 0)
        {
            return;
        }

        var indices = Lane.Launches.Indices(rows.Length);
        indices.CopyFromCPU(Lane.Stream, rows);
        _gather(Lane.Stream, target.Length, Of(held), indices, target.Columns, Of(target));
        Lane.Wait();
    }

    public override void Apply(DeviceMatrix z, DeviceParameters parameters, DeviceMatrix x)
    {
        using var turn = Turn();
        x.Resize(z.Rows);
        var affine = (AffineParameters)parameters;
        Lane.Products.Apply((AcceleratorMatrix)z, affine.Weights, affine.Bias, (AcceleratorMatrix)x);
    }

    public override void ApplyAdjoint(DeviceMatrix error, DeviceParameters parameters, DeviceMatrix feedback)
    {
        using var turn = Turn();
        feedback.Resize(error.Rows);
        Lane.Products.ApplyAdjoint((AcceleratorMatrix)error, ((AffineParameters)parameters).Weights, (AcceleratorMatrix)feedback);
    }

    public override void Correlate(DeviceMatrix error, DeviceMatrix z, DeviceParameters gradient)
    {
        using var turn = Turn();
        var result = (AffineParameters)gradient;
        Lane.Products.Correlate((AcceleratorMatrix)error, (AcceleratorMatrix)z, result.Weights);
        Lane.Norms.SumRows((AcceleratorMatrix)error, result.Bias);
    }

    public override void Pack(DeviceParameters parameters)
    {
    }

    public override double Error(LayerPenalty penalty, DeviceMatrix x, DeviceMatrix z, DeviceMatrix error)
    {
        using var turn = Turn();
        error.Resize(x.Rows);
        return x.Length == 0 ? 0 : penalty.Weight * Lane.Potentials.Error(penalty, new ErrorViews(Of(x), Of(z), Of(error)), x.Columns);
    }

    public override void ProximalGradient(LayerPenalty penalty, ActivationPoint point, double step, DeviceMatrix result)
    {
        using var turn = Turn();
        result.Resize(point.X.Rows);
        if (result.Length > 0)
        {
            Lane.Potentials[penalty.Proximable].ProximalGradient(PointViews.Of(point), StepWeights.Of(penalty, step), (AcceleratorMatrix)result);
        }
    }

    public override double MeasuredProximalGradient(LayerPenalty penalty, ActivationPoint point, double step, DeviceMatrix result)
    {
        using var turn = Turn();
        result.Resize(point.X.Rows);
        return result.Length == 0 ? 0 : Lane.Potentials[penalty.Proximable].MeasuredProximalGradient(PointViews.Of(point), StepWeights.Of(penalty, step), (AcceleratorMatrix)result);
    }

    public override void Prox(LayerPenalty penalty, double step, DeviceMatrix values)
    {
        using var turn = Turn();
        var (weights, scaled) = penalty.Combine(step);
        Prox(penalty.Proximable, values, (weights.First, scaled), values);
    }

    public override void Activate(ConvexPotential potential, DeviceMatrix x, DeviceMatrix result)
    {
        using var turn = Turn();
        result.Resize(x.Rows);
        Prox(potential, x, (1, 1), result);
    }

    public override void Copy(DeviceMatrix source, DeviceMatrix target)
    {
        using var turn = Turn();
        if (source.Length > 0)
        {
            Of(source).CopyTo(Lane.Stream, Of(target));
        }
    }

    public override void Clear(DeviceMatrix target)
    {
        using var turn = Turn();
        if (target.Length > 0)
        {
            Of(target).MemSetToZero(Lane.Stream);
        }
    }

    public override void Scale(DeviceMatrix a, Real weight, DeviceMatrix result, Portion portion)
    {
        using var turn = Turn();
        Lane.Steps.Scale(Of(a, portion), weight, Of(result, portion));
    }

    public override void Combine(DeviceMatrix a, Real weight, DeviceMatrix b, DeviceMatrix result, Portion portion)
    {
        using var turn = Turn();
        Lane.Steps.Combine(Of(a, portion), weight, Of(b, portion), Of(result, portion));
    }

    public override void Shrink(DeviceMatrix values, double threshold, double scale, Portion portion)
    {
        using var turn = Turn();
        Lane.Norms.Shrink(Of(values, portion), (Real)threshold, (Real)scale);
    }

    public override (double Sum, double Squares) Magnitudes(DeviceMatrix a, Portion portion)
    {
        using var turn = Turn();
        var values = Of(a, portion);
        return values.IntLength == 0 ? (0, 0) : (Lane.Norms.Magnitudes(values), Lane.Norms.SquaredNorm(values));
    }

    public override double SquaredDistance(DeviceMatrix a, DeviceMatrix b)
    {
        using var turn = Turn();
        if (a.Length == 0)
        {
            return 0;
        }

        var grid = Lane.Launches.Sum(a.Length);
        Lane.Launches.SquaredDistance(Lane.Stream, grid, Of(a), Of(b), Lane.Launches.Partials(grid));
        return Lane.Launches.Total(grid);
    }

    public override void Adam(DeviceMatrix current, AdamMoments moments, DeviceMatrix next, Portion portion)
    {
        using var turn = Turn();
        Lane.Steps.Adam(new AdamViews(Of(current, portion), Of(moments.First, portion), Of(moments.Second, portion), Of(next, portion)), moments);
    }

    public override double Descend(IReadOnlyList<WeightedMatrix> gradient, DeviceMatrix origin, double step, DeviceMatrix next)
    {
        using var turn = Turn();
        return Lane.Steps.Descend(gradient, Of(origin), step, Of(next));
    }

    public override double Adam(IReadOnlyList<WeightedMatrix> gradient, DeviceMatrix current, AdamMoments moments, DeviceMatrix next)
    {
        using var turn = Turn();
        return Lane.Steps.Adam(new AdamStep(gradient, current, moments, next));
    }

    /// <summary>Waits for all operations of the calling thread's lane.</summary>
    public void Synchronize()
    {
        using var turn = Turn();
        Lane.Wait();
    }

    public void Dispose()
    {
        _accelerator.Bind();
        _main.Dispose();
        foreach (var lane in _others)
        {
            lane.Dispose();
        }

        _taken.Dispose();
        _memory.Dispose();
        _accelerator.Dispose();
        _context.Dispose();
    }

    private static ArrayView<Real> Of(DeviceMatrix matrix) => ((AcceleratorMatrix)matrix).Values;

    private static ArrayView<Real> Of(DeviceMatrix matrix, Portion portion) => ((AcceleratorMatrix)matrix).Part(portion);

    private void Prox(ConvexPotential potential, DeviceMatrix v, (Real Weight, Real Step) scale, DeviceMatrix result)
    {
        if (v.Length > 0)
        {
            Lane.Potentials[potential].Prox((AcceleratorMatrix)v, scale.Weight, scale.Step, (AcceleratorMatrix)result);
        }
    }
}
