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

    private Action<KernelConfig, Members<ProxMember>, Real, Real, TLaw> ProxKernel =>
        field ??= Launches.Accelerator.LoadStreamKernel<Members<ProxMember>, Real, Real, TLaw>(LawKernels.Prox);

    private Action<Index1D, PointViews, StepWeights, TLaw, ArrayView<Real>> StepKernel =>
        field ??= Launches.Accelerator.LoadAutoGroupedStreamKernel<Index1D, PointViews, StepWeights, TLaw, ArrayView<Real>>(LawKernels.ProximalGradient);

    private Action<KernelConfig, Members<ErrorMember>, double, TLaw, ArrayView<double>> QuadraticKernel =>
        field ??= Launches.Accelerator.LoadStreamKernel<Members<ErrorMember>, double, TLaw, ArrayView<double>>(LawKernels.QuadraticError);

    public override SumKernel<ProximalMember> Step => field ??= WithLaw<ProximalMember>(LawKernels.MeasuredProximalGradient);

    private protected override SumKernel<ErrorMember> BregmanError => field ??= WithLaw<ErrorMember>(LawKernels.Error);

    private protected override SumKernel<ErrorMember> AuxiliaryError => field ??= WithLaw<ErrorMember>(LawKernels.AuxiliaryError);

    private protected override SumKernel<ErrorMember> QuadraticError(double least) =>
        (grid, members, partials) => QuadraticKernel(grid, members, least, _law, partials);

    public override void Prox(ReadOnlySpan<ProxMember> members, Real weight, Real step) =>
        ProxKernel(Launches.Sum(members[0].Result.IntLength, members.Length), new(members), weight, step, _law);

    public override void ProximalGradient(PointViews point, StepWeights weights, AcceleratorMatrix result) =>
        StepKernel(result.Length, point, weights, _law, result.Values);

    private SumKernel<T> WithLaw<T>(Action<Members<T>, TLaw, ArrayView<double>> kernel)
        where T : struct
    {
        var compiled = Launches.Accelerator.LoadStreamKernel(kernel);
        return (grid, members, partials) => compiled(grid, members, _law, partials);
    }
}
