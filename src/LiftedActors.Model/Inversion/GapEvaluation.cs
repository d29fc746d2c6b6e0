using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Regularisers;

namespace LiftedActors.Model.Inversion;

/// <summary>The terms of <see cref="DualityGap"/> at one point.</summary>
internal sealed class GapEvaluation
{
    /// <summary>
    /// The step on (wP)*, in parts of w, that takes dual variables as they come onto its domain; small, as it also moves those that lie there already. It divides them before prox_P takes it out again, so that a
    /// step as small as that onto the domain of Ψ would leave nothing of their digits.
    /// </summary>
    private const double DualStep = 1e-9;

    private readonly SingleLayerProblem _problem;
    private readonly Regulariser _weighted;
    private readonly double[] _u;
    private readonly double[] _p;
    private double _composedValue;
    private double _composedGap;
    private double _pullError;
    private double _imageError;
    private double _magnitude;

    public GapEvaluation(SingleLayerProblem problem, double[] u, double[] p) => (_problem, _weighted, _u, _p) = (problem, problem.Weighted, u, p);

    /// <summary>The gap.</summary>
    /// <param name="given">y; empty for σ(x) − f.</param>
    public DualityGap Evaluate(double[] given)
    {
        var (layer, activation) = (_problem.Misfit.Layer, _problem.Misfit.Layer.Activation);
        var data = Wide.Of(_problem.Misfit.Data);
        var (x, preactivationError) = WideProduct.Apply(layer.Operator, _u);
        var (s, q, y) = (new double[_u.Length], new double[x.Length], new double[x.Length]);
        for (var i = 0; i < x.Length; i++)
        {
            x[i] += layer.Bias[i];
        }

        activation.ExactProx<double>(x, 1, q);
        given = given.Length > 0 ? InDomain(activation, data, given) : given;
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = given.Length > 0 ? given[i] : q[i] - data[i];
        }

        var misfit = Divergence(activation, data, x, q);
        var (gradient, gradientError) = WideProduct.ApplyAdjoint(layer.Operator, y);
        var pull = PullBack();
        for (var i = 0; i < s.Length; i++)
        {
            s[i] = -gradient[i] - pull[i];
        }

        var objective = misfit + _weighted.Simple.Value(_u) + _composedValue;
        var simple = new SimpleGap(_weighted.Simple, _u);
        var scale = simple.Scale(s, gradientError + _pullError);
        if (scale < 1 && !_weighted.Composed.All(part => SimpleGap.IsNorm(part.Potential)))
        {
            scale = 0;
        }

        if (scale == 0 || !double.IsFinite(objective))
        {
            return new DualityGap(objective, misfit, double.PositiveInfinity, 0, Reason(objective));
        }

        for (var i = 0; i < s.Length; i++)
        {
            s[i] *= scale;
        }

        // The conjugate of a norm is 0 in its ball: what p loses in length is missing in ⟨p, Ku⟩ alone.
        var composed = _composedGap + ((1 - scale) * Wide.Dot(pull, _u));
        double[] moved = [.. data.Select((value, i) => value + (scale * y[i]))];
        var isFree = scale == 1 && given.Length == 0;
        var bent = isFree ? 0 : Divergence(activation, moved, x, q);
        var slope = isFree ? 0 : Distance(q, moved);
        _magnitude += Math.Abs(objective) + Products(s, _u) + Products(y, x);
        var rounding = (Rounding.Gamma(x.Length + _u.Length + 32) * _magnitude)
            + BendingError(activation, slope, preactivationError) + _imageError + simple.Sensitivity(s, gradientError + _pullError);
        var gap = Math.Max(0, bent + simple.Of(s) + composed);
        return new DualityGap(objective, misfit, double.IsNaN(gap) ? double.PositiveInfinity : gap, rounding, null);
    }

    /// <summary>A y that was rounded to values, with f + y taken back into the domain of Ψ.</summary>
    private static double[] InDomain(ConvexPotential activation, double[] data, double[] y)
    {
        double[] point = [.. y.Select((value, i) => data[i] + value)];
        return [.. InversionData.Projection(activation, point).Select((value, i) => value - data[i])];
    }

    private static string Reason(double objective) => double.IsFinite(objective)
        ? "the regulariser is neither strongly convex, nor on a bounded interval, nor a norm, so that no dual point near u is known; add a box or a small Tikhonov term"
        : "the point lies outside the domain of the regulariser";

    /// <summary>½|z − σ(x)|² + D_Ψ(z, σ(x)).</summary>
    private static double Divergence(ConvexPotential activation, double[] z, double[] x, double[] q)
    {
        var sum = activation.Value<double>(z) - activation.Value<double>(q);
        for (var i = 0; i < z.Length; i++)
        {
            var difference = z[i] - q[i];
            sum += (0.5 * difference * difference) - ((x[i] - q[i]) * difference);
        }

        return Math.Max(0, sum);
    }

    /// <summary>What an error e of x changes B(f + y, x) by: at most |σ(x) − f − y||e| + ½Lip(σ)|e|², as its gradient in x is σ(x) − f − y.</summary>
    private static double BendingError(ConvexPotential activation, double slope, double error) => error == 0 ? 0 : error * (slope + (0.5 * activation.ActivationLipschitz * error));

    private static double Distance(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return Math.Sqrt(sum);
    }

    private static double Products(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += Math.Abs(a[i] * b[i]);
        }

        return sum;
    }

    /// <summary>Kᵀp for dual variables in the domain, with Σ wP(Ku) and Σ w D_P(Ku, z), p ∈ ∂(wP)(z).</summary>
    private double[] PullBack()
    {
        var (pull, offset) = (new double[_u.Length], 0);
        foreach (var part in _weighted.Composed)
        {
            var (image, imageError) = WideProduct.Apply(part.Operator, _u);
            var (p, z, step) = (new double[part.Rows], new double[part.Rows], DualStep * part.Weight);
            for (var i = 0; i < p.Length; i++)
            {
                p[i] = _p[offset + i] / step;
            }

            part.Potential.ExactProx(p, part.Weight / step, z);
            var (sum, value) = (0.0, part.Weight * part.Potential.Value<double>(image));
            for (var i = 0; i < p.Length; i++)
            {
                p[i] = step * (p[i] - z[i]);
                sum -= p[i] * (image[i] - z[i]);
            }

            sum += value - (part.Weight * part.Potential.Value<double>(z));
            _composedValue += value;
            _composedGap += Math.Max(0, sum);
            _magnitude += value + Products(p, image) + Products(p, z);
            var (summand, pullError) = WideProduct.ApplyAdjoint(part.Operator, p);
            for (var i = 0; i < pull.Length; i++)
            {
                pull[i] += summand[i];
            }

            _pullError += pullError;

            // The slope of a norm and of its Huber form is at most its weight, that of p its length.
            _imageError += imageError * ((part.Weight * Math.Sqrt(part.Rows)) + Wide.Norm(p));
            offset += part.Rows;
        }

        return pull;
    }
}
