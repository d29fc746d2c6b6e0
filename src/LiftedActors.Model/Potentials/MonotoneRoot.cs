using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The prox of a smooth activation's potential by a scalar root: prox_{sΨ}(v) = σ(t) where (1−s)σ(t) + s t = v.
/// </summary>
/// <remarks>
/// From u + s(σ⁻¹(u) − u) = v with u = σ(t). The left side has slope at least min(s, 1) &gt; 0 when 0 ≤ σ′ ≤ 1, so the root is unique;
/// as σ takes values in [lower, upper] it is bracketed, and Newton's method is safeguarded by bisection.
/// </remarks>
internal static class MonotoneRoot
{
    private const int MaximumSteps = 200;

    /// <summary>Far more steps than Newton's method takes from where it converges.</summary>
    private const int PatientSteps = 20;

    /// <summary>Solves (1−s)σ(t) + s t = v for t.</summary>
    /// <param name="v">The right-hand side.</param>
    /// <param name="step">The step s &gt; 0.</param>
    /// <param name="range">The range of σ.</param>
    /// <param name="activation">σ; a struct and not a delegate, so that its calls are inlined and compile on every device.</param>
    public static T Solve<T, TActivation>(T v, T step, (T Lower, T Upper) range, TActivation activation)
        where T : IBinaryFloatingPointIeee754<T>
        where TActivation : struct, ISmoothActivation
    {
        var weight = T.One - step;
        var (first, second) = ((v - (weight * range.Lower)) / step, (v - (weight * range.Upper)) / step);
        var (low, high) = (T.Min(first, second), T.Max(first, second));
        var t = low + ((high - low) / T.CreateTruncating(2));
        for (var k = 0; k < MaximumSteps; k++)
        {
            var (value, slope) = activation.At(t);
            var residual = (weight * value) + (step * t) - v;
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
}
