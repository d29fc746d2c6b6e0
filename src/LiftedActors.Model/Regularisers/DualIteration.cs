using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Regularisers;

/// <summary>
/// The proximal map of a regulariser with composed parts by accelerated proximal gradients on its dual: with u(p) = prox_{τS}(v − τKᵀp),
/// p⁺ = prox_{s(wP)*}(p̄ + s K u(p̄)), s = (1 + τq)/(τ|K|²), p̄ extrapolated as in FISTA and restarted where it points uphill.
/// </summary>
/// <remarks>
/// <para>prox_{s(wP)*}(y) = y − s z with z = prox_{(w/s)P}(y/s) (Moreau), so that p ∈ ∂(wP)(z) and (wP)*(p) = ⟨p, z⟩ − wP(z). As u(p) minimises the Lagrangian, the gap is
/// Σ [wP(Ku) + (wP)*(p) − ⟨p, Ku⟩] = Σ w D_P(Ku, z), a sum of Bregman distances: nothing cancels, and the conjugate is never needed.</para>
/// <para>Source: Beck and Teboulle (2009) for the iteration on the dual; O'Donoghue and Candès (2015) for the restart.</para>
/// </remarks>
internal readonly struct DualIteration
{
    /// <summary>The gap costs as much as half an iteration, so that it is not taken at every one.</summary>
    private const int IterationsPerGap = 4;

    private readonly Regulariser _regulariser;
    private readonly RegulariserWorkspace _space;
    private readonly double _step;
    private readonly double _dualStep;

    public DualIteration(Regulariser regulariser, double step, RegulariserWorkspace space)
    {
        (_regulariser, _space, _step) = (regulariser, space, step);
        _dualStep = (1 + (step * regulariser.StrongConvexity)) / (step * regulariser.OperatorNorm * regulariser.OperatorNorm);
    }

    public ProximalResult Run(ReadOnlySpan<Real> v, double tolerance, Span<Real> u)
    {
        PullBack(_space.DualValues, _space.Pull);
        _space.Pull.CopyTo(_space.ExtrapolatedPull, 0);
        _space.DualValues.CopyTo(_space.Extrapolated, 0);
        var momentum = 1.0;
        for (var iteration = 1; ; iteration++)
        {
            _space.DualValues.CopyTo(_space.PreviousDual, 0);
            _space.Pull.CopyTo(_space.PreviousPull, 0);
            Primal(v, _space.ExtrapolatedPull, u);
            Ascend(u);
            PullBack(_space.DualValues, _space.Pull);
            var uphill = PointsUphill();
            var last = iteration >= _space.IterationLimit;
            if (last || iteration == 1 || iteration % IterationsPerGap == 0)
            {
                Primal(v, _space.Pull, u);
                var (gap, rounding) = Gap(u);

                // Not a number ends it, too.
                if (last || !(gap > Math.Max(tolerance - rounding, rounding)))
                {
                    return new ProximalResult(gap + rounding, iteration);
                }
            }

            momentum = Extrapolate(uphill ? 1 : momentum);
        }
    }

    /// <summary>u = prox_{τS}(v − τKᵀp).</summary>
    private void Primal(ReadOnlySpan<Real> v, Real[] pull, Span<Real> u)
    {
        VectorKernels.Combine(v, (Real)(-_step), pull, _space.Point);
        _regulariser.Simple.Prox(_space.Point, _step, u);
    }

    /// <summary>p = prox_{s(wP)*}(p̄ + s K u), and z.</summary>
    private void Ascend(ReadOnlySpan<Real> u)
    {
        var offset = 0;
        foreach (var part in _regulariser.Composed)
        {
            var image = _space.Image.AsSpan(offset, part.Rows);
            var preimage = _space.Preimage.AsSpan(offset, part.Rows);
            part.Operator.Apply(u, image);
            part.Ascend(_space.Extrapolated.AsSpan(offset, part.Rows), _dualStep, image, preimage);
            image.CopyTo(_space.DualValues.AsSpan(offset, part.Rows));
            offset += part.Rows;
        }
    }

    /// <summary>Whether ⟨p̄ − p, p − p₋⟩ &gt; 0: the step turns back on the way that the iteration came.</summary>
    private bool PointsUphill()
    {
        var (sum, dual, previous, extrapolated) = (0.0, _space.DualValues, _space.PreviousDual, _space.Extrapolated);
        for (var i = 0; i < dual.Length; i++)
        {
            sum += ((double)extrapolated[i] - dual[i]) * ((double)dual[i] - previous[i]);
        }

        return sum > 0;
    }

    /// <summary>pull = Kᵀp.</summary>
    private void PullBack(Real[] dual, Real[] pull)
    {
        Array.Clear(pull);
        var offset = 0;
        foreach (var part in _regulariser.Composed)
        {
            part.Operator.ApplyAdjoint(dual.AsSpan(offset, part.Rows), _space.Summand);
            VectorKernels.Combine(pull, 1, _space.Summand, pull);
            offset += part.Rows;
        }
    }

    /// <summary>Σ w D_P(Ku, z), and what rounding of u and p may have taken from it.</summary>
    private (double Gap, double Rounding) Gap(ReadOnlySpan<Real> u)
    {
        var (gap, offset) = (0.0, 0);
        foreach (var part in _regulariser.Composed)
        {
            var image = _space.Image.AsSpan(offset, part.Rows);
            var preimage = _space.Preimage.AsSpan(offset, part.Rows);
            part.Operator.Apply(u, image);

            // A point whose prox is z, as the distance asks for it: z + p/w.
            var point = _space.Extrapolated.AsSpan(offset, part.Rows);
            VectorKernels.Combine(preimage, (Real)(1 / part.Weight), _space.DualValues.AsSpan(offset, part.Rows), point);
            gap += part.Weight * part.Potential.Divergence(image, preimage, point);
            offset += part.Rows;
        }

        var magnitude = Math.Sqrt(VectorKernels.SquaredNorm(_space.DualValues) * VectorKernels.SquaredNorm(u));
        return (Math.Max(0, gap), 4 * Wide.Epsilon * _regulariser.OperatorNorm * magnitude);
    }

    /// <summary>p̄ = p + β(p − p₋) with its pull, and the next momentum.</summary>
    private double Extrapolate(double momentum)
    {
        var next = (1 + Math.Sqrt(1 + (4 * momentum * momentum))) / 2;
        var weight = (Real)((momentum - 1) / next);
        Span<Real> dual = _space.DualValues, previous = _space.PreviousDual, extrapolated = _space.Extrapolated;
        VectorKernels.Combine(new CombinationWeights(1 + weight, -weight, 0), dual, previous, previous, extrapolated);
        VectorKernels.Combine(new CombinationWeights(1 + weight, -weight, 0), _space.Pull, _space.PreviousPull, _space.PreviousPull, _space.ExtrapolatedPull);
        return next;
    }
}
