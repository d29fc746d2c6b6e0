using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The prox of a smooth activation's potential by a scalar root: prox_{sΨ}(v) = σ(t) where (1−s)σ(t) + s t = v.
/// </summary>
/// <remarks>
/// From u + s(σ⁻¹(u) − u) = v with u = σ(t). The left side has slope at least min(s, 1) &gt; 0 when 0 ≤ σ′ ≤ 1, so the root is unique;
/// the bounds of σ bracket it, and Newton's method is safeguarded by bisection. Where σ grows as the rectifier does, its ramp is
/// taken together with s t, so that a long step does not magnify its rounding.
/// </remarks>
internal static class MonotoneRoot
{
    private const int MaximumSteps = 200;

    /// <summary>Far more steps than Newton's method takes from where it converges.</summary>
    private const int PatientSteps = 20;

    /// <summary>A step of Newton's method that is shorter, relative to the root, is its last one: the next would be its square.</summary>
    private const double LastStep = 1e-9;

    /// <summary>Solves (1−s)σ(t) + s t = v for t.</summary>
    /// <param name="v">The right-hand side.</param>
    /// <param name="step">The step s &gt; 0.</param>
    /// <param name="activation">σ; a struct and not a delegate, so that its calls are inlined and compile on every device.</param>
    public static T Solve<T, TActivation>(T v, T step, TActivation activation)
        where T : IBinaryFloatingPointIeee754<T>
        where TActivation : struct, ISmoothActivation
    {
        var (weight, range) = (T.One - step, activation.Range);
        var (low, high) = range.Bracket(v, step);
        var t = low + ((high - low) / T.CreateTruncating(2));
        for (var k = 0; k < MaximumSteps; k++)
        {
            var (excess, slope) = activation.At(t);
            var residual = (weight * excess) + (range.Slope(t, step) * t) - v;
            if (residual > T.Zero)
            {
                high = t;
            }
            else
            {
                low = t;
            }

            var newton = t - (residual / ((weight * slope) + step));
            if (newton == t)
            {
                // Asked before the bracket is, whose ends may be t itself and a point far away.
                break;
            }

            // Around an inflection Newton's method can jump for ever between two points that hardly move, the ends of the bracket.
            var jumps = k >= PatientSteps && T.Abs(newton - t) > (high - low) / T.CreateTruncating(4);
            var next = newton > low && newton < high && !jumps ? newton : low + ((high - low) / T.CreateTruncating(2));
            if (next == t || T.IsNaN(next))
            {
                break;
            }

            t = next;
        }

        return t;
    }

    /// <summary>
    /// Solves (1−s)σ(t) + s t = v for t on every lane, in the same way. A lane that has found its root rests, so that no lane
    /// depends on its neighbours; one that is not a number stays so.
    /// </summary>
    public static Vector<double> Solve<TActivation>(Vector<double> v, double step, TActivation activation)
        where TActivation : struct, ISmoothActivation
    {
        var (weights, steps, half) = (new Vector<double>(1 - step), new Vector<double>(step), new Vector<double>(0.5));
        var range = activation.Range;
        var (low, high) = range.Bracket(v, step);
        var t = low + (half * (high - low));
        var open = Vector.Equals(t, t);
        for (var k = 0; k < MaximumSteps && open != Vector<long>.Zero; k++)
        {
            var (excess, slope) = activation.At(t);
            var residual = (weights * excess) + (range.Slope(t, step) * t) - v;
            var above = Vector.GreaterThan(residual, Vector<double>.Zero);
            (low, high) = (Vector.ConditionalSelect(above, low, t), Vector.ConditionalSelect(above, t, high));

            var newton = t - (residual / ((weights * slope) + steps));
            var length = Vector.Abs(newton - t);
            var isInside = Vector.GreaterThan(newton, low) & Vector.LessThan(newton, high);
            var isShort = Vector.LessThanOrEqual(length, new Vector<double>(LastStep) * Vector.Abs(newton));
            isInside &= k < PatientSteps ? Vector<long>.AllBitsSet : Vector.LessThanOrEqual(length, new Vector<double>(0.25) * (high - low));
            var next = Vector.ConditionalSelect(isInside | isShort, newton, low + (half * (high - low)));
            var goesOn = Vector.AndNot(open & Vector.Equals(next, next), isShort | Vector.Equals(next, t));
            t = Vector.ConditionalSelect(open & Vector.Equals(next, next), next, t);
            open = goesOn;
        }

        return t;
    }
}
