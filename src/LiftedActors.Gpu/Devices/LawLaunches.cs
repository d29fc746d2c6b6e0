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

    private Action<AcceleratorStream, KernelConfig, One<ProxMember>, TLaw> ProxOfOne =>
        field ??= Launches.Accelerator.LoadKernel<One<ProxMember>, TLaw>(LawKernels.Prox);

    private Action<AcceleratorStream, KernelConfig, Members<ProxMember>, TLaw> ProxOfSeveral =>
        field ??= Launches.Accelerator.LoadKernel<Members<ProxMember>, TLaw>(LawKernels.Prox);

    private Action<AcceleratorStream, Index1D, PointViews, StepWeights, TLaw, ArrayView<Real>> StepKernel =>
        field ??= Launches.Accelerator.LoadAutoGroupedKernel<Index1D, PointViews, StepWeights, TLaw, ArrayView<Real>>(LawKernels.ProximalGradient);

    public override SumKernel<ProximalMember> Step =>
        field ??= WithLaw<ProximalMember>(LawKernels.MeasuredProximalGradient, LawKernels.MeasuredProximalGradient);

    private protected override SumKernel<ErrorMember> BregmanError => field ??= WithLaw<ErrorMember>(LawKernels.Error, LawKernels.Error);

    private protected override SumKernel<ErrorMember> QuadraticError => field ??= WithLaw<ErrorMember>(LawKernels.QuadraticError, LawKernels.QuadraticError);

    private protected override SumKernel<ErrorMember> AuxiliaryError => field ??= WithLaw<ErrorMember>(LawKernels.AuxiliaryError, LawKernels.AuxiliaryError);

    public override void Prox(AcceleratorMatrix v, Real weight, Real step, AcceleratorMatrix result) =>
        ProxOfOne(Launches.Stream, Launches.Sum(result.Length), new(new(v.Values, weight, step, result.Values)), _law);

    public override void Prox(ReadOnlySpan<ProxMember> members) =>
        ProxOfSeveral(Launches.Stream, Launches.Sum(members[0].Result.IntLength, members.Length), new(members), _law);

    public override void ProximalGradient(PointViews point, StepWeights weights, AcceleratorMatrix result) =>
        StepKernel(Launches.Stream, result.Length, point, weights, _law, result.Values);

    private SumKernel<T> WithLaw<T>(Action<One<T>, TLaw, ArrayView<double>> one, Action<Members<T>, TLaw, ArrayView<double>> several)
        where T : struct => new(() => WithLaw(one), () => WithLaw(several));

    private SumLaunch<TMembers> WithLaw<TMembers>(Action<TMembers, TLaw, ArrayView<double>> kernel)
        where TMembers : struct
    {
        var compiled = Launches.Accelerator.LoadKernel(kernel);
        return (stream, grid, members, partials) => compiled(stream, grid, members, _law, partials);
    }
}
