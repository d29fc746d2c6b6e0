using LiftedActors.Model.Kernels;
using LiftedActors.Model.Regularisers;

namespace LiftedActors.Model.Inversion;

/// <summary>
/// FISTA on min B_Ψ(f, A u + b) + αJ(u): u⁺ = prox_{αJ/L}(y − Aᵀ(σ(A y + b) − f)/L) from the extrapolated y = u + β(u − u₋), monotone.
/// </summary>
/// <remarks>
/// <para>β = (t − 1)/t⁺ where J is only convex, and (1 − √q)/(1 + √q), q = μ/(L + μ), where αJ is μ-strongly convex (Tikhonov). Where the objective rose, the step is made again from u, without
/// extrapolation, which descends but for the gap of an iterated proximal map; where it does not, u stays and the map is iterated farther.</para>
/// <para>A u is linear in u, so that an iteration costs one product with A and one with Aᵀ. Where J has composed parts, its proximal map is iterated until its gap is a twentieth of L/2 |u − u₋|².</para>
/// <para>Source: Beck and Teboulle (2009); O'Donoghue and Candès (2015).</para>
/// </remarks>
public sealed class AcceleratedProximalGradient : InversionIteration
{
    private const double InnerShare = 0.05;
    private const double Tightening = 0.01;

    private readonly SingleLayerProblem _problem;
    private readonly BregmanMisfit.Evaluation _evaluation;
    private readonly RegulariserWorkspace _workspace;
    private readonly Real[] _previous;
    private readonly Real[] _candidate;
    private readonly Real[] _gradient;
    private readonly Real[] _preactivation;
    private readonly Real[] _previousPreactivation;
    private readonly double _lipschitz;
    private double _objective;
    private double _momentum;
    private double _squaredMove;

    /// <summary>Creates the iteration at u = 0.</summary>
    /// <param name="problem">The problem.</param>
    public AcceleratedProximalGradient(SingleLayerProblem problem)
        : base(problem.Size)
    {
        (_problem, _evaluation, _workspace) = (problem, problem.Misfit.Evaluate(), problem.Weighted.CreateWorkspace());
        (_previous, _candidate, _gradient) = (new Real[problem.Size], new Real[problem.Size], new Real[problem.Size]);
        var outputs = problem.Misfit.Layer.Outputs;
        (_preactivation, _previousPreactivation) = (new Real[outputs], new Real[outputs]);
        _lipschitz = Math.Max(problem.Misfit.Lipschitz, double.Epsilon);
        Restart();
    }

    /// <inheritdoc/>
    public override InversionReport Report()
    {
        var gap = DualityGap.At(_problem, Point, _workspace.Dual.Span);
        return new InversionReport(Iteration, gap.Objective, gap.Misfit, gap.Bound);
    }

    private protected override void Restart()
    {
        Point.CopyTo(_previous, 0);
        _objective = _evaluation.At(Point) + _problem.Weighted.Value(Point, _workspace);
        _evaluation.Preactivation.CopyTo(_preactivation);
        _preactivation.CopyTo(_previousPreactivation, 0);
        _momentum = 1;
        _squaredMove = 2 * InnerShare * Math.Abs(double.IsFinite(_objective) ? _objective : 1) / _lipschitz;
    }

    private protected override void Advance()
    {
        var next = (1 + Math.Sqrt(1 + (4 * _momentum * _momentum))) / 2;
        var extrapolation = Extrapolation((_momentum - 1) / next);
        _momentum = next;
        var objective = Move(extrapolation);
        if (objective > _objective && extrapolation > 0)
        {
            _momentum = 1;
            objective = Move(0);
        }

        Point.CopyTo(_previous, 0);
        if (objective > _objective)
        {
            // A proximal map that is iterated, or rounding, was not exact enough.
            _squaredMove *= Tightening;
            _preactivation.CopyTo(_previousPreactivation, 0);
            return;
        }

        _objective = objective;
        _squaredMove = VectorKernels.SquaredDistance(_candidate, Point);
        _candidate.CopyTo(Point, 0);
        _preactivation.CopyTo(_previousPreactivation, 0);
        _evaluation.Preactivation.CopyTo(_preactivation);
    }

    private double Extrapolation(double convex)
    {
        var modulus = _problem.Weighted.StrongConvexity;
        var root = Math.Sqrt(modulus / (_lipschitz + modulus));
        return modulus > 0 ? (1 - root) / (1 + root) : convex;
    }

    /// <summary>The candidate of one step from y = u + β(u − u₋), and the objective there.</summary>
    private double Move(double extrapolation)
    {
        var weights = new CombinationWeights((Real)(1 + extrapolation), (Real)(-extrapolation), 0);
        VectorKernels.Combine(weights, _preactivation, _previousPreactivation, _previousPreactivation, _evaluation.Preactivation);
        _evaluation.AtPreactivation();
        _evaluation.Gradient(_gradient);
        weights = weights with { Third = (Real)(-1 / _lipschitz) };
        VectorKernels.Combine(weights, Point, _previous, _gradient, _gradient);
        _problem.Weighted.Prox(_gradient, 1 / _lipschitz, InnerShare * 0.5 * _lipschitz * _squaredMove, _candidate, _workspace);
        return _evaluation.At(_candidate) + _problem.Weighted.Value(_candidate, _workspace);
    }
}
