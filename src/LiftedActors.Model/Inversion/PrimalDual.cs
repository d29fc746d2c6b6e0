using LiftedActors.Model.Kernels;
using LiftedActors.Model.Regularisers;

namespace LiftedActors.Model.Inversion;

/// <summary>
/// The primal–dual iteration of Condat and Vũ on min B_Ψ(f, A u + b) + α(S(u) + Σ wP(Ku)): u⁺ = prox_{τS}(u − τ[Aᵀ(σ(A u + b) − f) + Kᵀp]), p⁺ = prox_{s(wP)*}(p + sK(2u⁺ − u)).
/// </summary>
/// <remarks>
/// <para>For total variation it is the primal–dual hybrid gradient method with projections of p onto pixelwise balls. It needs no inner iteration.</para>
/// <para>Steps: 1/τ − s|K|² = L/2, L = Lip(σ)|A|². The objective need not fall; the gap tends to 0.</para>
/// <para>Source: Condat (2013), Vũ (2013); the setting of M. Benning's lecture <em>Lifted training and inversion</em> (Bologna 2025).</para>
/// </remarks>
public sealed class PrimalDual : InversionIteration
{
    private readonly SingleLayerProblem _problem;
    private readonly BregmanMisfit.Evaluation _evaluation;
    private readonly RegulariserWorkspace _workspace;
    private readonly Real[] _gradient;
    private readonly Real[] _next;

    /// <summary>Creates the iteration at u = 0, p = 0.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="dualShare">The share of s|K|² in 1/τ, in (0, 1): the larger, the longer the dual steps and the shorter the primal ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in (0, 1).</exception>
    public PrimalDual(SingleLayerProblem problem, double dualShare = DefaultDualShare)
        : base(problem.Size)
    {
        if (!(dualShare is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(dualShare), $"The share of the dual step must be in (0, 1), which {dualShare} is not.");
        }

        (_problem, _evaluation, _workspace) = (problem, problem.Misfit.Evaluate(), problem.Weighted.CreateWorkspace());
        (_gradient, _next) = (new Real[problem.Size], new Real[problem.Size]);
        var half = Math.Max(problem.Misfit.Lipschitz / 2, double.Epsilon);
        var norm = problem.Weighted.OperatorNorm;
        (PrimalStep, DualStep) = norm == 0 ? (1 / half, 0) : ((1 - dualShare) / half, dualShare / (1 - dualShare) * half / (norm * norm));
    }

    /// <summary>The share of the dual step that is taken if nobody says so.</summary>
    public const double DefaultDualShare = 0.5;

    /// <summary>τ.</summary>
    public double PrimalStep { get; }

    /// <summary>s.</summary>
    public double DualStep { get; }

    /// <summary>p, of the composed parts one after the other.</summary>
    public ReadOnlySpan<Real> Dual => _workspace.DualValues;

    /// <inheritdoc/>
    public override InversionReport Report()
    {
        var gap = DualityGap.At(_problem, Point, Dual);
        return new InversionReport(Iteration, gap.Objective, gap.Misfit, gap.Bound);
    }

    private protected override void Restart() => Array.Clear(_workspace.DualValues);

    private protected override void Advance()
    {
        _evaluation.At(Point);
        _evaluation.Gradient(_gradient);
        _workspace.AddPull(_problem.Weighted, _gradient);
        VectorKernels.Combine(Point, (Real)(-PrimalStep), _gradient, _gradient);
        _problem.Weighted.Simple.Prox(_gradient, PrimalStep, _next);

        // 2u⁺ − u.
        VectorKernels.Combine(new CombinationWeights(-1, 2, 0), Point, _next, _next, _gradient);
        _next.CopyTo(Point, 0);
        _workspace.Ascend(_problem.Weighted, _gradient, DualStep);
    }
}
