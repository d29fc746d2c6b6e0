using ILGPU;
using ILGPU.Runtime;
using LiftedActors.Gpu.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Gpu.Devices;

/// <summary>The passes of one potential, compiled for one accelerator.</summary>
internal abstract class PotentialLaunches
{
    /// <summary>Whether there are kernels for a potential: for those of a scalar law, and for softmax.</summary>
    public static bool Exist(ConvexPotential potential) =>
        potential is Softmax || (potential.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Separable<>));

    /// <summary>Compiles the passes of a potential: those of its scalar law, or those of softmax.</summary>
    /// <exception cref="NotSupportedException">The potential is neither.</exception>
    public static PotentialLaunches For(ConvexPotential potential, Launches launches)
    {
        if (potential is Softmax)
        {
            return new SoftmaxLaunches(launches);
        }

        return Exist(potential)
            ? (PotentialLaunches)Activator.CreateInstance(typeof(LawLaunches<>).MakeGenericType(potential.GetType().GetGenericArguments()), potential, launches)!
            : throw new NotSupportedException($"The GPU device has no kernels for the activation {potential}; train it with --device cpu.");
    }

    /// <summary>result = prox_{sΨ}(weight v).</summary>
    public abstract void Prox(AcceleratorMatrix v, Real weight, Real step, AcceleratorMatrix result);

    /// <summary>result = prox_{sΨ}(w₁z + w₂x + w₃f).</summary>
    public abstract void ProximalGradient(PointViews point, StepWeights weights, AcceleratorMatrix result);

    /// <summary>As <see cref="ProximalGradient"/>; returns Σ (result − z)².</summary>
    public abstract double MeasuredProximalGradient(PointViews point, StepWeights weights, AcceleratorMatrix result);

    /// <summary>e = μ(σ(x) − z); returns Σ B(z, x).</summary>
    public abstract double Error(ErrorViews at, Real weight, int columns);

    /// <summary>e = μ(x − z); returns Σ ½(x − z)² + ψ(z) − least.</summary>
    /// <exception cref="NotSupportedException">The potential is not separable.</exception>
    public virtual double QuadraticError(ErrorViews at, Real weight, double least) => throw NotSeparable("½|z − x|² + Ψ(z)");

    /// <summary>e = μσ′(x)(σ(x) − z); returns Σ ½(σ(x) − z)².</summary>
    /// <exception cref="NotSupportedException">The potential is not separable.</exception>
    public virtual double AuxiliaryError(ErrorViews at, Real weight) => throw NotSeparable("½|z − σ(x)|²");

    private static NotSupportedException NotSeparable(string penalty) =>
        new($"The GPU device has no kernel for the penalty {penalty} of this activation; train it with --device cpu.");
}

/// <summary>The passes of a separable potential.</summary>
internal sealed class LawLaunches<TLaw>(Separable<TLaw> potential, Launches launches) : PotentialLaunches
    where TLaw : unmanaged, IScalarLaw
{
    private readonly Action<Index1D, ArrayView<Real>, Real, Real, TLaw, ArrayView<Real>> _prox =
        launches.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<Real>, Real, Real, TLaw, ArrayView<Real>>(LawKernels.Prox);

    private readonly Action<Index1D, PointViews, StepWeights, TLaw, ArrayView<Real>> _proximalGradient =
        launches.Accelerator.LoadAutoGroupedStreamKernel<Index1D, PointViews, StepWeights, TLaw, ArrayView<Real>>(LawKernels.ProximalGradient);

    private readonly Action<KernelConfig, PointViews, StepWeights, TLaw, ArrayView<Real>, ArrayView<double>> _measured =
        launches.Accelerator.LoadStreamKernel<PointViews, StepWeights, TLaw, ArrayView<Real>, ArrayView<double>>(LawKernels.MeasuredProximalGradient);

    private readonly Action<KernelConfig, ErrorViews, Real, TLaw, ArrayView<double>> _error =
        launches.Accelerator.LoadStreamKernel<ErrorViews, Real, TLaw, ArrayView<double>>(LawKernels.Error);

    private readonly Lazy<Action<KernelConfig, ErrorViews, Real, double, TLaw, ArrayView<double>>> _quadratic =
        new(() => launches.Accelerator.LoadStreamKernel<ErrorViews, Real, double, TLaw, ArrayView<double>>(LawKernels.QuadraticError));

    private readonly Lazy<Action<KernelConfig, ErrorViews, Real, TLaw, ArrayView<double>>> _auxiliary =
        new(() => launches.Accelerator.LoadStreamKernel<ErrorViews, Real, TLaw, ArrayView<double>>(LawKernels.AuxiliaryError));

    public override double QuadraticError(ErrorViews at, Real weight, double least)
    {
        var grid = launches.Sum(at.X.IntLength);
        _quadratic.Value(grid, at, weight, least, potential.Law, launches.Partials(grid));
        return launches.Total(grid);
    }

    public override double AuxiliaryError(ErrorViews at, Real weight)
    {
        var grid = launches.Sum(at.X.IntLength);
        _auxiliary.Value(grid, at, weight, potential.Law, launches.Partials(grid));
        return launches.Total(grid);
    }

    public override void Prox(AcceleratorMatrix v, Real weight, Real step, AcceleratorMatrix result) =>
        _prox(v.Length, v.Values, weight, step, potential.Law, result.Values);

    public override void ProximalGradient(PointViews point, StepWeights weights, AcceleratorMatrix result) =>
        _proximalGradient(result.Length, point, weights, potential.Law, result.Values);

    public override double MeasuredProximalGradient(PointViews point, StepWeights weights, AcceleratorMatrix result)
    {
        var grid = launches.Sum(result.Length);
        _measured(grid, point, weights, potential.Law, result.Values, launches.Partials(grid));
        return launches.Total(grid);
    }

    public override double Error(ErrorViews at, Real weight, int columns)
    {
        var grid = launches.Sum(at.X.IntLength);
        _error(grid, at, weight, potential.Law, launches.Partials(grid));
        return launches.Total(grid);
    }
}

/// <summary>The passes of softmax.</summary>
internal sealed class SoftmaxLaunches(Launches launches) : PotentialLaunches
{
    private readonly Action<Index1D, ArrayView<Real>, Real, Real, int, ArrayView<Real>> _prox =
        launches.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<Real>, Real, Real, int, ArrayView<Real>>(SoftmaxKernels.Prox);

    private readonly Action<Index1D, PointViews, StepWeights, int, ArrayView<Real>> _proximalGradient =
        launches.Accelerator.LoadAutoGroupedStreamKernel<Index1D, PointViews, StepWeights, int, ArrayView<Real>>(SoftmaxKernels.ProximalGradient);

    private readonly Action<KernelConfig, ErrorViews, Real, int, ArrayView<double>> _error =
        launches.Accelerator.LoadStreamKernel<ErrorViews, Real, int, ArrayView<double>>(SoftmaxKernels.Error);

    public override void Prox(AcceleratorMatrix v, Real weight, Real step, AcceleratorMatrix result) =>
        _prox(v.Rows, v.Values, weight, step, v.Columns, result.Values);

    public override void ProximalGradient(PointViews point, StepWeights weights, AcceleratorMatrix result) =>
        _proximalGradient(result.Rows, point, weights, result.Columns, result.Values);

    public override double MeasuredProximalGradient(PointViews point, StepWeights weights, AcceleratorMatrix result)
    {
        ProximalGradient(point, weights, result);
        var grid = launches.Sum(result.Length);
        launches.SquaredDistance(grid, result.Values, point.Z, launches.Partials(grid));
        return launches.Total(grid);
    }

    public override double Error(ErrorViews at, Real weight, int columns)
    {
        var grid = launches.Sum(at.X.IntLength / columns);
        _error(grid, at, weight, columns, launches.Partials(grid));
        return launches.Total(grid);
    }
}
