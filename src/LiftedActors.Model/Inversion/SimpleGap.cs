using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Regularisers;

namespace LiftedActors.Model.Inversion;

/// <summary>S(u) + S*(s) − ⟨s, u⟩ ≥ 0 for the part S = Σ q/2|u − c|² + wP(u) + indicator of [l, h] of a regulariser, or a bound of it.</summary>
/// <remarks>
/// With Q = Σ q &gt; 0 the conjugate is taken at y = argmin S − ⟨s, ·⟩, in closed form. With Q = 0 the subgradient is cut in two, s = s₁ + s₂ with s₁ ∈ w∂P(z): then
/// S*(s) ≤ (wP)*(s₁) + Σ max(l s₂, h s₂).
/// </remarks>
internal sealed class SimpleGap(SimplePart simple, double[] u)
{
    /// <summary>The quadratic that finds z where there is none: as it tends to 0, s₁ tends to the projection of s onto the domain of (wP)*.</summary>
    private const double Smoothing = 1e-6;

    private double Lower => simple.Interval?.Law.Lower ?? double.NegativeInfinity;

    private double Upper => simple.Interval?.Law.Upper ?? double.PositiveInfinity;

    private bool IsBounded => double.IsFinite(Lower) && double.IsFinite(Upper);

    /// <summary>Whether a potential is a norm: absolute values or norms of groups, times a threshold.</summary>
    public static bool IsNorm(ConvexPotential potential) => potential is Separable<SoftThreshold> or GroupSoftThreshold;

    /// <summary>The largest θ in [0, 1] with S*(θs) &lt; ∞; 0 where none is known to be.</summary>
    /// <param name="s">s.</param>
    /// <param name="error">By how much s may be off.</param>
    public double Scale(double[] s, double error)
    {
        if (simple.Curvature > 0 || IsBounded)
        {
            return 1;
        }

        if (simple.Interval is not null && Lower != 0 && Upper != 0)
        {
            return 0;
        }

        return simple.Potential switch
        {
            null => simple.Interval is not null && Largest(s, 1) == 0 && error == 0 ? 1 : 0,
            Separable<SoftThreshold> absolute => Fit(simple.Weight * absolute.Law.Threshold, Largest(s, 1) + error),
            GroupSoftThreshold groups => Fit(simple.Weight * groups.Threshold, Largest(s, groups.Size) + error),
            _ => 0,
        };
    }

    /// <summary>The gap of S at s.</summary>
    public double Of(double[] s)
    {
        if (simple.Curvature == 0 && !IsBounded)
        {
            // S*(s) = 0 in the dual ball of a norm, on a half-line beyond 0 as well.
            return Math.Max(0, simple.Value(u) - Wide.Dot(s, u));
        }

        var curvature = simple.Curvature > 0 ? simple.Curvature : Smoothing;
        double[] target = [.. s.Select((value, i) => simple.Curvature > 0
            ? (value + (simple.Pull.IsEmpty ? 0 : simple.Pull[i])) / curvature
            : (value / curvature) + u[i])];
        double[] z = [.. target];
        if (simple.Potential is not null && simple.Weight > 0)
        {
            simple.Potential.ExactProx<double>(target, simple.Weight / curvature, z);
        }

        return simple.Curvature > 0 ? StronglyConvex(s, z) : Bounded(s, z);
    }

    /// <summary>A bound of how much the gap can change where s is off by a vector of this length.</summary>
    public double Sensitivity(double[] s, double error)
    {
        if (error == 0)
        {
            return 0;
        }

        var interval = IsBounded ? error * Math.Sqrt(u.Length) * (Upper - Lower) : double.PositiveInfinity;
        if (simple.Curvature > 0)
        {
            // S* has the gradient y, which is 1/Q-Lipschitz.
            var slope = Math.Sqrt(2 * Of(s) / simple.Curvature);
            return Math.Min(interval, error * (slope + (error / (2 * simple.Curvature))));
        }

        return IsBounded ? interval : error * Wide.Norm(u);
    }

    private static double Fit(double radius, double largest) => largest <= radius ? 1 : radius / largest * (1 - 1e-15);

    private double Largest(double[] s, int size)
    {
        var largest = 0.0;
        for (var begin = 0; begin < s.Length; begin += size)
        {
            var squares = 0.0;
            for (var i = begin; i < Math.Min(begin + size, s.Length); i++)
            {
                // Towards the open end of a half-line only.
                var outward = s[i] > 0 ? double.IsFinite(Upper) ? 0 : s[i] : double.IsFinite(Lower) ? 0 : s[i];
                squares += outward * outward;
            }

            largest = Math.Max(largest, squares);
        }

        return Math.Sqrt(largest);
    }

    /// <summary>S(u) − S(y) − ⟨s, u − y⟩ as Q/2|u − y|² + w[P(u) − P(y)] − ⟨s + Σqc − Qy, u − y⟩, y = z on the interval.</summary>
    private double StronglyConvex(double[] s, double[] z)
    {
        double[] y = [.. z.Select(value => Math.Clamp(value, Lower, Upper))];
        var sum = simple.Potential is null ? 0 : simple.Weight * (simple.Potential.Value<double>(u) - simple.Potential.Value<double>(y));
        for (var i = 0; i < u.Length; i++)
        {
            var (difference, pull) = (u[i] - y[i], simple.Pull.IsEmpty ? 0 : (double)simple.Pull[i]);
            sum += ((0.5 * simple.Curvature * difference) - (s[i] + pull - (simple.Curvature * y[i]))) * difference;
        }

        return Math.Max(0, sum);
    }

    /// <summary>w D_P(u, z) with s₁ = s + η(u − z), and what s₂ = η(z − u) comes to on the interval.</summary>
    private double Bounded(double[] s, double[] z)
    {
        var sum = 0.0;
        if (simple.Potential is null)
        {
            for (var i = 0; i < u.Length; i++)
            {
                sum += OnInterval(s[i], i);
            }

            return sum;
        }

        sum += simple.Weight * (simple.Potential.Value<double>(u) - simple.Potential.Value<double>(z));
        for (var i = 0; i < u.Length; i++)
        {
            var rest = Smoothing * (z[i] - u[i]);

            sum += OnInterval(rest, i) - ((s[i] - rest) * (u[i] - z[i]));
        }

        return Math.Max(0, sum);
    }

    private double OnInterval(double s, int i) => s > 0 ? s * (Upper - u[i]) : s < 0 ? s * (Lower - u[i]) : 0;
}
