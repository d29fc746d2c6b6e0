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
/// One stream takes the operations of all blocks in the order of their calls; a lock keeps the threads of an engine apart while they queue,
/// and binds the accelerator's context to the thread. What a message between blocks orders, the stream orders, too. Penalties, distances
/// and norms are read back at once, so a block waits for its own sums; those of a stack are read back together. Source: README.md beside the project file.
/// </remarks>
internal sealed partial class AcceleratorDevice : ComputeDevice, IDisposable
{
    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly AcceleratorMemory _memory;
    private readonly Launches _launches;
    private readonly LayerProducts _products;
    private readonly StepLaunches _steps;
    private readonly CompiledPotentials _potentials;
    private readonly StackLaunches _stacks;
    private readonly AcceleratorExpressions _expressions;
    private readonly Lock _gate = new();
    private readonly Action<Index1D, ArrayView<Real>, ArrayView<int>, int, ArrayView<Real>> _gather;
    private ArrayView<int> _rows;

    /// <summary>Opens an accelerator; it is closed with the device, as is the context.</summary>
    public AcceleratorDevice(Context context, Accelerator accelerator, LayerProducts? products = null)
    {
        (_context, _accelerator) = (context, accelerator);
        ScalarFunctions.Register();
        _memory = new AcceleratorMemory(accelerator);
        _launches = new Launches(accelerator, _memory);
        Norms = new NormLaunches(_launches);
        _steps = new StepLaunches(_launches);
        _products = products ?? LayerProducts.For(accelerator);
        var features = new FeatureLaunches(accelerator);
        _potentials = new CompiledPotentials(_launches, features);
        _stacks = new StackLaunches(_launches, _products, Norms, _steps, _potentials);
        _expressions = new AcceleratorExpressions(this, (_launches, _products, features));
        _gather = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<Real>, ArrayView<int>, int, ArrayView<Real>>(ElementKernels.Gather);
        KernelPath = $"{accelerator.AcceleratorType} {accelerator.Name}, {_products.Name} products".ToLowerInvariant();
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

    /// <summary>Norms and column sums; within a <see cref="Turn"/> only.</summary>
    public NormLaunches Norms { get; }

    /// <summary>The bytes that the device's buffers take.</summary>
    public long UsedBytes => _memory.Used;

    /// <summary>The accelerator; within a <see cref="Turn"/> only.</summary>
    public Accelerator Accelerator => _accelerator;

    /// <summary>The calling thread's turn to queue operations.</summary>
    public Lock.Scope Turn()
    {
        var turn = _gate.EnterScope();
        _accelerator.Bind();
        return turn;
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
            view.SubView(0, values.Length).CopyFromCPU(_accelerator.DefaultStream, values);
            _accelerator.DefaultStream.Synchronize();
        }
    }

    public override Real[] Download(DeviceMatrix source)
    {
        using var turn = Turn();
        var values = new Real[source.Length];
        if (values.Length > 0)
        {
            ((AcceleratorMatrix)source).Values.CopyToCPU(_accelerator.DefaultStream, values);
            _accelerator.DefaultStream.Synchronize();
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

        if (_rows.Length < rows.Length)
        {
            _rows = _memory.Allocate<int>(rows.Length);
        }

        var indices = _rows.SubView(0, rows.Length);
        indices.CopyFromCPU(_accelerator.DefaultStream, rows);
        _gather(target.Length, Of(held), indices, target.Columns, Of(target));
        _accelerator.DefaultStream.Synchronize();
    }

    public override void Apply(DeviceMatrix z, DeviceParameters parameters, DeviceMatrix x)
    {
        using var turn = Turn();
        x.Resize(z.Rows);
        var affine = (AffineParameters)parameters;
        _products.Apply((AcceleratorMatrix)z, affine.Weights, affine.Bias, (AcceleratorMatrix)x);
    }

    public override void ApplyAdjoint(DeviceMatrix error, DeviceParameters parameters, DeviceMatrix feedback)
    {
        using var turn = Turn();
        feedback.Resize(error.Rows);
        _products.ApplyAdjoint((AcceleratorMatrix)error, ((AffineParameters)parameters).Weights, (AcceleratorMatrix)feedback);
    }

    public override void Correlate(DeviceMatrix error, DeviceMatrix z, DeviceParameters gradient)
    {
        using var turn = Turn();
        var result = (AffineParameters)gradient;
        _products.Correlate((AcceleratorMatrix)error, (AcceleratorMatrix)z, result.Weights);
        Norms.SumRows((AcceleratorMatrix)error, result.Bias);
    }

    public override void Pack(DeviceParameters parameters)
    {
    }

    public override double Error(LayerPenalty penalty, DeviceMatrix x, DeviceMatrix z, DeviceMatrix error)
    {
        using var turn = Turn();
        error.Resize(x.Rows);
        return x.Length == 0 ? 0 : penalty.Weight * _potentials.Error(penalty, new ErrorViews(Of(x), Of(z), Of(error)), x.Columns);
    }

    public override void ProximalGradient(LayerPenalty penalty, ActivationPoint point, double step, DeviceMatrix result)
    {
        using var turn = Turn();
        result.Resize(point.X.Rows);
        if (result.Length > 0)
        {
            _potentials[penalty.Proximable].ProximalGradient(PointViews.Of(point), StepWeights.Of(penalty, step), (AcceleratorMatrix)result);
        }
    }

    public override double MeasuredProximalGradient(LayerPenalty penalty, ActivationPoint point, double step, DeviceMatrix result)
    {
        using var turn = Turn();
        result.Resize(point.X.Rows);
        return result.Length == 0 ? 0 : _potentials[penalty.Proximable].MeasuredProximalGradient(PointViews.Of(point), StepWeights.Of(penalty, step), (AcceleratorMatrix)result);
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
            Of(source).CopyTo(_accelerator.DefaultStream, Of(target));
        }
    }

    public override void Clear(DeviceMatrix target)
    {
        using var turn = Turn();
        if (target.Length > 0)
        {
            Of(target).MemSetToZero(_accelerator.DefaultStream);
        }
    }

    public override void Scale(DeviceMatrix a, Real weight, DeviceMatrix result, Portion portion)
    {
        using var turn = Turn();
        _steps.Scale(Of(a, portion), weight, Of(result, portion));
    }

    public override void Combine(DeviceMatrix a, Real weight, DeviceMatrix b, DeviceMatrix result, Portion portion)
    {
        using var turn = Turn();
        _steps.Combine(Of(a, portion), weight, Of(b, portion), Of(result, portion));
    }

    public override void Shrink(DeviceMatrix values, double threshold, double scale, Portion portion)
    {
        using var turn = Turn();
        Norms.Shrink(Of(values, portion), (Real)threshold, (Real)scale);
    }

    public override (double Sum, double Squares) Magnitudes(DeviceMatrix a, Portion portion)
    {
        using var turn = Turn();
        var values = Of(a, portion);
        return values.IntLength == 0 ? (0, 0) : (Norms.Magnitudes(values), Norms.SquaredNorm(values));
    }

    public override double SquaredDistance(DeviceMatrix a, DeviceMatrix b)
    {
        using var turn = Turn();
        if (a.Length == 0)
        {
            return 0;
        }

        var grid = _launches.Sum(a.Length);
        _launches.SquaredDistance(grid, Of(a), Of(b), _launches.Partials(grid));
        return _launches.Total(grid);
    }

    public override void Adam(DeviceMatrix current, AdamMoments moments, DeviceMatrix next, Portion portion)
    {
        using var turn = Turn();
        _steps.Adam(new AdamViews(Of(current, portion), Of(moments.First, portion), Of(moments.Second, portion), Of(next, portion)), moments);
    }

    public override double Descend(IReadOnlyList<WeightedMatrix> gradient, DeviceMatrix origin, double step, DeviceMatrix next)
    {
        using var turn = Turn();
        return _steps.Descend(gradient, Of(origin), step, Of(next));
    }

    public override double Adam(IReadOnlyList<WeightedMatrix> gradient, DeviceMatrix current, AdamMoments moments, DeviceMatrix next)
    {
        using var turn = Turn();
        return _steps.Adam(new AdamStep(gradient, current, moments, next));
    }

    /// <summary>Waits for all operations.</summary>
    public void Synchronize()
    {
        using var turn = Turn();
        _accelerator.DefaultStream.Synchronize();
    }

    public void Dispose()
    {
        _products.Dispose();
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
            _potentials[potential].Prox((AcceleratorMatrix)v, scale.Weight, scale.Step, (AcceleratorMatrix)result);
        }
    }
}
