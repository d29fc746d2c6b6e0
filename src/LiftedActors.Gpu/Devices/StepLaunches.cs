using ILGPU;
using ILGPU.Runtime;
using LiftedActors.Gpu.Kernels;
using LiftedActors.Model.Devices;

namespace LiftedActors.Gpu.Devices;

/// <summary>Steps along a gradient that is a sum, and the combinations that they are made of.</summary>
/// <param name="launches">The accelerator.</param>
internal sealed class StepLaunches(Launches launches)
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<Real>, Real, ArrayView<Real>> _scale =
        launches.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<Real>, Real, ArrayView<Real>>(ElementKernels.Scale);

    private readonly Action<AcceleratorStream, Index1D, ArrayView<Real>, Real, ArrayView<Real>, ArrayView<Real>> _combine =
        launches.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<Real>, Real, ArrayView<Real>, ArrayView<Real>>(ElementKernels.Combine);

    private readonly Action<AcceleratorStream, Index1D, AdamViews, AdamScale> _adam =
        launches.Accelerator.LoadAutoGroupedKernel<Index1D, AdamViews, AdamScale>(ElementKernels.Adam);

    private readonly Action<AcceleratorStream, KernelConfig, SumViews, ArrayView<Real>, Real, ArrayView<Real>, ArrayView<double>> _descend =
        launches.Accelerator.LoadKernel<SumViews, ArrayView<Real>, Real, ArrayView<Real>, ArrayView<double>>(StepKernels.Descend);

    private readonly SumKernel<AdamMember> _measuredAdam = new(
        () => new(launches.Accelerator.LoadKernel<One<AdamMember>, ArrayView<double>>(StepKernels.Adam)),
        () => new(launches.Accelerator.LoadKernel<Members<AdamMember>, ArrayView<double>>(StepKernels.Adam)));

    /// <summary>result = weight a.</summary>
    public void Scale(ArrayView<Real> a, Real weight, ArrayView<Real> result) => _scale(launches.Stream, a.IntLength, a, weight, result);

    /// <summary>result = a + weight b.</summary>
    public void Combine(ArrayView<Real> a, Real weight, ArrayView<Real> b, ArrayView<Real> result) => _combine(launches.Stream, a.IntLength, a, weight, b, result);

    /// <summary>The moments take in the gradient that the next point holds; the next point is written over it.</summary>
    public void Adam(AdamViews at, AdamMoments moments) => _adam(launches.Stream, at.Next.IntLength, at, AdamScale.Of(moments));

    /// <summary>next = origin − step · gradient; returns Σ (next − origin)².</summary>
    public double Descend(IReadOnlyList<WeightedMatrix> gradient, ArrayView<Real> origin, double step, ArrayView<Real> next)
    {
        var grid = launches.Sum(next.IntLength);
        _descend(launches.Stream, grid, Sum(gradient, next), origin, (Real)step, next, launches.Partials(grid));
        return launches.Total(grid);
    }

    /// <summary>The moments take the gradient in; returns Σ (next − current)².</summary>
    public double Adam(in AdamStep step) => launches.Measure(Member(step), step.Next.Length, _measuredAdam);

    /// <summary>The same for several layers of one size by one launch.</summary>
    public void Adam(ReadOnlySpan<AdamStep> steps, Span<double> squaredMoves)
    {
        var members = new AdamMember[steps.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            members[i] = Member(steps[i]);
        }

        launches.Measure(members, steps[0].Next.Length, _measuredAdam, squaredMoves);
    }

    private AdamMember Member(in AdamStep step)
    {
        var (gradient, current, moments, next) = step;
        return new(Sum(gradient, Of(next)), new AdamViews(Of(current), Of(moments.First), Of(moments.Second), Of(next)), AdamScale.Of(moments));
    }

    /// <summary>A gradient as two summands; beyond two, all but the last are added up where the new point will go.</summary>
    private SumViews Sum(IReadOnlyList<WeightedMatrix> summands, ArrayView<Real> next)
    {
        var (first, last) = (summands[0], summands[^1]);
        if (summands.Count <= 2)
        {
            return new SumViews(Of(first.Matrix), first.Weight, Of(last.Matrix), summands.Count == 1 ? 0 : last.Weight);
        }

        Scale(Of(first.Matrix), first.Weight, next);
        for (var i = 1; i < summands.Count - 1; i++)
        {
            Combine(next, summands[i].Weight, Of(summands[i].Matrix), next);
        }

        return new SumViews(next, 1, Of(last.Matrix), last.Weight);
    }

    private static ArrayView<Real> Of(DeviceMatrix matrix) => ((AcceleratorMatrix)matrix).Values;
}
