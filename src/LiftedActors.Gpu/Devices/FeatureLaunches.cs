using ILGPU;
using ILGPU.Runtime;
using LiftedActors.Gpu.Kernels;

namespace LiftedActors.Gpu.Devices;

/// <summary>Copies and sums of parts of the features of all samples, compiled when they are first used.</summary>
/// <param name="accelerator">The accelerator.</param>
internal sealed class FeatureLaunches(Accelerator accelerator)
{
    private Action<Index1D, ArrayView<Real>, ArrayView<Real>, FeatureShape> CopyValues =>
        field ??= accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<Real>, ArrayView<Real>, FeatureShape>(FeatureKernels.Copy);

    private Action<Index1D, ArrayView<Real>, ArrayView<Real>, FeatureShape> AddValues =>
        field ??= accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<Real>, ArrayView<Real>, FeatureShape>(FeatureKernels.Add);

    /// <summary>Copies as many features of every sample as the shape says.</summary>
    public void Copy(ArrayView<Real> source, ArrayView<Real> target, FeatureShape shape) => Launch(CopyValues, source, target, shape);

    /// <summary>Adds as many features of every sample as the shape says.</summary>
    public void Add(ArrayView<Real> source, ArrayView<Real> target, FeatureShape shape) => Launch(AddValues, source, target, shape);

    private static void Launch(Action<Index1D, ArrayView<Real>, ArrayView<Real>, FeatureShape> kernel, ArrayView<Real> source, ArrayView<Real> target, FeatureShape shape)
    {
        var samples = source.IntLength / shape.SourceColumns;
        if (samples > 0)
        {
            kernel(samples * shape.Count, source, target, shape);
        }
    }
}
