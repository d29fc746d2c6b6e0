using ILGPU;
using ILGPU.Runtime;
using LiftedActors.Gpu.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Gpu.Devices;

/// <summary>The passes of a separable potential.</summary>
/// <param name="potential">The potential.</param>
/// <param name="launches">The accelerator.</param>
internal sealed class LawLaunches<TLaw>(Separable<TLaw> potential, Launches launches) : JointLaunches(launches)
    where TLaw : unmanaged, IScalarLaw
{
    private readonly TLaw _law = potential.Law;

    private Action<AcceleratorStream, KernelConfig, Members<ProxMember>, Real, Real, TLaw> ProxKernel =>
        field ??= Launches.Load(on => on.LoadKernel<Members<ProxMember>, Real, Real, TLaw>(LawKernels.Prox));

    private Action<AcceleratorStream, Index1D, PointViews, StepWeights, TLaw, ArrayView<Real>> StepKernel =>
        field ??= Launches.Load(on => on.LoadAutoGroupedKernel<Index1D, PointViews, StepWeights, TLaw, ArrayView<Real>>(LawKernels.ProximalGradient));

    private Action<AcceleratorStream, KernelConfig, Members<ErrorMember>, double, TLaw, ArrayView<double>> QuadraticKernel =>
        field ??= Launches.Load(on => on.LoadKernel<Members<ErrorMember>, double, TLaw, ArrayView<double>>(LawKernels.QuadraticError));

    public override SumKernel<ProximalMember> Step => field ??= WithLaw<ProximalMember>(LawKernels.MeasuredProximalGradient);

    private protected override SumKernel<ErrorMember> BregmanError => field ??= WithLaw<ErrorMember>(LawKernels.Error);

    private protected override SumKernel<ErrorMember> AuxiliaryError => field ??= WithLaw<ErrorMember>(LawKernels.AuxiliaryError);

    private protected override SumKernel<ErrorMember> QuadraticError(double least) =>
        (stream, grid, members, partials) => QuadraticKernel(stream, grid, members, least, _law, partials);

    public override void Prox(ReadOnlySpan<ProxMember> members, Real weight, Real step) =>
        ProxKernel(Launches.Stream, Launches.Sum(members[0].Result.IntLength, members.Length), new(members), weight, step, _law);

    public override void ProximalGradient(PointViews point, StepWeights weights, AcceleratorMatrix result) =>
        StepKernel(Launches.Stream, result.Length, point, weights, _law, result.Values);

    private SumKernel<T> WithLaw<T>(Action<Members<T>, TLaw, ArrayView<double>> kernel)
        where T : struct
    {
        var compiled = Launches.Load(on => on.LoadKernel(kernel));
        return (stream, grid, members, partials) => compiled(stream, grid, members, _law, partials);
    }
}
