using LiftedActors.Gpu.Kernels;
using LiftedActors.Model.Formulations;

namespace LiftedActors.Gpu.Devices;

/// <summary>The passes of a potential that serve several layers of one shape by one launch.</summary>
/// <param name="launches">The accelerator.</param>
internal abstract class JointLaunches(Launches launches) : PotentialLaunches
{
    /// <summary>The accelerator.</summary>
    protected Launches Launches => launches;

    /// <summary>The proximal-gradient step, which measures Σ (result − z)².</summary>
    public abstract SumKernel<ProximalMember> Step { get; }

    /// <summary>The error of a penalty, which measures Σ C; null where there is no kernel for it.</summary>
    public SumKernel<ErrorMember>? ErrorOf(LayerPenalty penalty) => penalty switch
    {
        BregmanPenalty => BregmanError,
        QuadraticPenalty => QuadraticError,
        AuxiliaryCoordinatePenalty => AuxiliaryError,
        _ => null,
    };

    /// <summary>What a layer gives to <see cref="ErrorOf"/>.</summary>
    public static ErrorMember Member(LayerPenalty penalty, ErrorViews at, int columns) =>
        new(at, (Real)penalty.Weight, penalty is QuadraticPenalty quadratic ? quadratic.Infimum / columns : 0);

    /// <summary>result = prox_{sΨ}(weight v) of members of one length.</summary>
    public abstract void Prox(ReadOnlySpan<ProxMember> members);

    public sealed override double MeasuredProximalGradient(PointViews point, StepWeights weights, AcceleratorMatrix result) =>
        launches.Measure(new(point, weights, result.Values), result.Length, Step);

    public sealed override double Error(LayerPenalty penalty, ErrorViews at, int columns) =>
        launches.Measure(Member(penalty, at, columns), at.X.IntLength, ErrorOf(penalty) ?? throw NoKernel(penalty));

    private protected abstract SumKernel<ErrorMember> BregmanError { get; }

    private protected abstract SumKernel<ErrorMember> AuxiliaryError { get; }

    private protected abstract SumKernel<ErrorMember> QuadraticError { get; }
}
