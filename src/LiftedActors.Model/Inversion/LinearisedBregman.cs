using LiftedActors.Model.Inversion.Choices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Regularisers;

namespace LiftedActors.Model.Inversion;

/// <summary>
/// Iterative regularisation by the linearised Bregman iteration: q⁺ = q − Aᵀ(σ(A u + b) − f)/(κL), u⁺ = argmin J(u) + |u|²/(2κ) − ⟨q⁺, u⟩ = prox_{κJ}(κq⁺). It starts at q = 0, the strongest
/// regularisation, fits the data ever better, and must be stopped by the discrepancy; there is no weight α.
/// </summary>
/// <remarks>
/// The misfit does not rise: q is a subgradient of the κ⁻¹-strongly convex J + |·|²/(2κ), and the step is 1/κ over the Lipschitz constant L of the gradient of the misfit. Source: Osher, Burger, Goldfarb, Xu and Yin (2005);
/// Cai, Osher and Shen (2009).
/// </remarks>
public sealed class LinearisedBregman : InversionIteration
{
    private readonly BregmanMisfit _misfit;
    private readonly BregmanMisfit.Evaluation _evaluation;
    private readonly Regulariser _regulariser;
    private readonly RegulariserWorkspace _workspace;
    private readonly double _scale;
    private readonly Real[] _subgradient;
    private readonly Real[] _gradient;
    private readonly double _innerTolerance;

    /// <summary>Creates the iteration at u = argmin J + |·|²/(2κ).</summary>
    /// <param name="misfit">B_Ψ(f, A u + b).</param>
    /// <param name="regulariser">J.</param>
    /// <param name="scale">κ: the larger, the more J alone counts, and the more iterations it takes.</param>
    /// <param name="innerTolerance">The gap of the proximal map, where J has composed parts.</param>
    /// <exception cref="ArgumentException">The regulariser acts on vectors of another length, or a number is not positive.</exception>
    public LinearisedBregman(BregmanMisfit misfit, Regulariser regulariser, double scale = 10, double innerTolerance = 1e-8)
        : base(misfit.Layer.Inputs)
    {
        // The problem's checks are those of this iteration.
        _ = new SingleLayerProblem(misfit, regulariser, scale);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(innerTolerance);
        (_misfit, _evaluation, _regulariser, _scale, _innerTolerance) = (misfit, misfit.Evaluate(), regulariser, scale, innerTolerance);
        (_workspace, _subgradient, _gradient) = (regulariser.CreateWorkspace(), new Real[misfit.Layer.Inputs], new Real[misfit.Layer.Inputs]);
        Minimise();
    }

    /// <summary>The condition to stop at: B_Ψ(f, A u + b) ≤ τδ².</summary>
    /// <param name="noiseLevel">δ.</param>
    /// <param name="factor">τ ≥ 1.</param>
    public Predicate<InversionReport> Discrepancy(double noiseLevel, double factor = DiscrepancyPrinciple.DefaultFactor)
    {
        InversionData.RequireNoiseLevel(noiseLevel, _misfit.Data);
        return report => report.Misfit <= factor * noiseLevel * noiseLevel;
    }

    /// <summary>The misfit, which is the objective here.</summary>
    public override InversionReport Report()
    {
        var misfit = _misfit.Evaluate().At(Point);
        return new InversionReport(Iteration, misfit, misfit, double.PositiveInfinity);
    }

    /// <summary>Any start is the strongest regularisation: q = 0.</summary>
    private protected override void Restart()
    {
        Array.Clear(_subgradient);
        Minimise();
    }

    private protected override void Advance()
    {
        _evaluation.At(Point);
        _evaluation.Gradient(_gradient);

        // κq, whose step is 1/L.
        VectorKernels.Combine(_subgradient, (Real)(-1 / Math.Max(_misfit.Lipschitz, double.Epsilon)), _gradient, _subgradient);
        Minimise();
    }

    private void Minimise() => _regulariser.Prox(_subgradient, _scale, _innerTolerance, Point, _workspace);
}
