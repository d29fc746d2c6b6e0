using LiftedActors.Model.Kernels;
using LiftedActors.Model.Regularisers;

namespace LiftedActors.Model.Inversion;

/// <summary>
/// The primal–dual hybrid gradient method with the layer among the dual variables: u⁺ = prox_{τS}(u − τ[Aᵀy + Kᵀp]), ū = 2u⁺ − u, f + y⁺ = prox_{rφ}(f + y + r(A ū + b)), p⁺ = prox_{s(wP)*}(p + sKū).
/// </summary>
/// <remarks>
/// <para>The step of u is not bound by 2/(Lip(σ)|A|²) as in <see cref="PrimalDual"/>: where A has a null space and α is small, as with fewer data than unknowns, u moves farther by orders of magnitude. The misfit enters by the
/// proximal map of φ = ½|·|² + Ψ alone, prox_{rφ}(v) = prox_{r/(1+r)Ψ}(v/(1 + r)).</para>
/// <para>τ(r|A|² + s|K|²) = 1. After 50, 150, 350, … iterations τ is moved to where u and the dual variables went equally far in their metrics, and the intervals double, so that it comes to rest and the method converges.</para>
/// <para>Source: Chambolle and Pock (2011); Applegate et al. (2021) for the balance.</para>
/// </remarks>
public sealed class SplitPrimalDual : InversionIteration
{
    private const int FirstInterval = 50;

    private readonly SingleLayerProblem _problem;
    private readonly RegulariserWorkspace _workspace;
    private readonly Real[] _gradient;
    private readonly Real[] _next;
    private readonly Real[] _image;
    private readonly Real[] _dual;
    private readonly double[] _wide;
    private readonly (Real[] Point, Real[] Misfit, Real[] Composed) _landmark;
    private double _step;
    private int _interval;
    private int _untilBalance;

    /// <summary>Creates the iteration at u = 0, y = 0, p = 0.</summary>
    /// <param name="problem">The problem.</param>
    /// <exception cref="ArgumentException">The activation's Ψ is not convex.</exception>
    public SplitPrimalDual(SingleLayerProblem problem)
        : base(problem.Size)
    {
        var layer = problem.Misfit.Layer;
        if (layer.Activation.Weakness > 0)
        {
            throw new ArgumentException($"The potential of {layer.Activation} is weakly convex only; take {nameof(PrimalDual)}.", nameof(problem));
        }

        (_problem, _workspace) = (problem, problem.Weighted.CreateWorkspace());
        (_gradient, _next, _image, _dual) = (new Real[problem.Size], new Real[problem.Size], new Real[layer.Outputs], new Real[layer.Outputs]);
        _wide = new double[layer.Outputs];
        _landmark = (new Real[problem.Size], new Real[layer.Outputs], new Real[problem.Weighted.DualSize]);
        Restart();
    }

    /// <summary>y ∈ dom φ − f, which is σ(A u + b) − f at the minimiser.</summary>
    public ReadOnlySpan<Real> MisfitDual => _dual;

    /// <summary>p, of the composed parts one after the other.</summary>
    public ReadOnlySpan<Real> Dual => _workspace.DualValues;

    private double SquaredNorm => Math.Max(_problem.Misfit.Layer.Operator.NormBound * _problem.Misfit.Layer.Operator.NormBound, double.Epsilon);

    private double ComposedSquaredNorm => _problem.Weighted.OperatorNorm * _problem.Weighted.OperatorNorm;

    /// <summary>The share of τ r|A|².</summary>
    private double Share => ComposedSquaredNorm == 0 ? 1 : 0.5;

    /// <inheritdoc/>
    public override InversionReport Report()
    {
        var gap = DualityGap.At(_problem, Point, Dual, MisfitDual);
        return new InversionReport(Iteration, gap.Objective, gap.Misfit, gap.Bound);
    }

    private protected override void Restart()
    {
        Array.Clear(_dual);
        Array.Clear(_workspace.DualValues);
        _step = Share / SquaredNorm;
        (_interval, _untilBalance) = (FirstInterval, FirstInterval);
        SetLandmark();
    }

    private protected override void Advance()
    {
        _problem.Misfit.Layer.Operator.ApplyAdjoint(_dual, _gradient);
        _workspace.AddPull(_problem.Weighted, _gradient);
        VectorKernels.Combine(Point, (Real)(-_step), _gradient, _gradient);
        _problem.Weighted.Simple.Prox(_gradient, _step, _next);

        // 2u⁺ − u.
        VectorKernels.Combine(new CombinationWeights(-1, 2, 0), Point, _next, _next, _gradient);
        _next.CopyTo(Point, 0);
        Ascend();
        if (--_untilBalance == 0)
        {
            Balance();
        }
    }

    private void Ascend()
    {
        var (layer, step) = (_problem.Misfit.Layer, Share / (_step * SquaredNorm));
        var data = _problem.Misfit.Data;
        layer.Preactivate(_gradient, _image);

        // In double: y is small where the data are met, the difference of points that are not.
        for (var i = 0; i < data.Length; i++)
        {
            _wide[i] = (data[i] + (double)_dual[i] + (step * _image[i])) / (1 + step);
        }

        layer.Activation.ExactProx<double>(_wide, step / (1 + step), _wide);
        for (var i = 0; i < data.Length; i++)
        {
            _dual[i] = (Real)(_wide[i] - data[i]);
        }

        _workspace.Ascend(_problem.Weighted, _gradient, ComposedSquaredNorm == 0 ? 0 : (1 - Share) / (_step * ComposedSquaredNorm));
    }

    /// <summary>τ with |Δu|²/τ = |Δy|²/r + |Δp|²/s, half of the way in the logarithm.</summary>
    private void Balance()
    {
        var primal = VectorKernels.SquaredDistance(Point, _landmark.Point);
        var dual = (SquaredNorm / Share * VectorKernels.SquaredDistance(_dual, _landmark.Misfit))
            + (Share == 1 ? 0 : ComposedSquaredNorm / (1 - Share) * VectorKernels.SquaredDistance(_workspace.DualValues, _landmark.Composed));
        if (primal > 0 && dual > 0)
        {
            _step = Math.Sqrt(_step * Math.Sqrt(primal / dual));
        }

        _interval *= 2;
        _untilBalance = _interval;
        SetLandmark();
    }

    private void SetLandmark()
    {
        Point.CopyTo(_landmark.Point, 0);
        _dual.CopyTo(_landmark.Misfit, 0);
        _workspace.DualValues.CopyTo(_landmark.Composed, 0);
    }
}
