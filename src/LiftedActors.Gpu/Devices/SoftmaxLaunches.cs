using ILGPU;
using ILGPU.Runtime;
using LiftedActors.Gpu.Kernels;
using LiftedActors.Model.Formulations;

namespace LiftedActors.Gpu.Devices;

/// <summary>The passes of softmax.</summary>
/// <param name="launches">The accelerator.</param>
internal sealed class SoftmaxLaunches(Launches launches) : PotentialLaunches
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<Real>, Real, Real, int, ArrayView<Real>> _prox =
        launches.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<Real>, Real, Real, int, ArrayView<Real>>(SoftmaxKernels.Prox);

    private readonly Action<AcceleratorStream, Index1D, PointViews, StepWeights, int, ArrayView<Real>> _proximalGradient =
        launches.Accelerator.LoadAutoGroupedKernel<Index1D, PointViews, StepWeights, int, ArrayView<Real>>(SoftmaxKernels.ProximalGradient);

    private readonly Action<AcceleratorStream, KernelConfig, ErrorViews, Real, int, ArrayView<double>> _error =
        launches.Accelerator.LoadKernel<ErrorViews, Real, int, ArrayView<double>>(SoftmaxKernels.Error);

    public override void Prox(AcceleratorMatrix v, Real weight, Real step, AcceleratorMatrix result) =>
        _prox(launches.Stream, v.Rows, v.Values, weight, step, v.Columns, result.Values);

    public override void ProximalGradient(PointViews point, StepWeights weights, AcceleratorMatrix result) =>
        _proximalGradient(launches.Stream, result.Rows, point, weights, result.Columns, result.Values);

    public override double MeasuredProximalGradient(PointViews point, StepWeights weights, AcceleratorMatrix result)
    {
        ProximalGradient(point, weights, result);
        var grid = launches.Sum(result.Length);
        launches.SquaredDistance(launches.Stream, grid, result.Values, point.Z, launches.Partials(grid));
        return launches.Total(grid);
    }

    public override double Error(LayerPenalty penalty, ErrorViews at, int columns)
    {
        if (penalty is not BregmanPenalty)
        {
            throw NoKernel(penalty);
        }

        var grid = launches.Sum(at.X.IntLength / columns);
        _error(launches.Stream, grid, at, (Real)penalty.Weight, columns, launches.Partials(grid));
        return launches.Total(grid);
    }
}
