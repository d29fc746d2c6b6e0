using ILGPU;
using ILGPU.Runtime;
using LiftedActors.Gpu.Kernels;

namespace LiftedActors.Gpu.Devices;

/// <summary>Copies and sums of parts of the features of all samples, compiled when they are first used.</summary>
/// <param name="launches">Where they go.</param>
internal sealed class FeatureLaunches(Launches launches)
{
    private Action<AcceleratorStream, Index1D, ArrayView<Real>, ArrayView<Real>, FeatureShape> CopyValues =>
        field ??= launches.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<Real>, ArrayView<Real>, FeatureShape>(FeatureKernels.Copy);

    private Action<AcceleratorStream, Index1D, ArrayView<Real>, ArrayView<Real>, FeatureShape> AddValues =>
        field ??= launches.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<Real>, ArrayView<Real>, FeatureShape>(FeatureKernels.Add);

    /// <summary>Copies as many features of every sample as the shape says.</summary>
    public void Copy(ArrayView<Real> source, ArrayView<Real> target, FeatureShape shape) => Launch(CopyValues, source, target, shape);

    /// <summary>Adds as many features of every sample as the shape says.</summary>
    public void Add(ArrayView<Real> source, ArrayView<Real> target, FeatureShape shape) => Launch(AddValues, source, target, shape);

    private void Launch(Action<AcceleratorStream, Index1D, ArrayView<Real>, ArrayView<Real>, FeatureShape> kernel, ArrayView<Real> source, ArrayView<Real> target, FeatureShape shape)
    {
        var samples = source.IntLength / shape.SourceColumns;
        if (samples > 0)
        {
            kernel(launches.Stream, samples * shape.Count, source, target, shape);
        }
    }
}
