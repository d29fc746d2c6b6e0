using System.Numerics;

namespace LiftedActors.Model.Kernels;

/// <summary>
/// What rounding can do to a bound: the constants γ_n = nu/(1 − nu) of the standard model fl(a ∘ b) = (a ∘ b)(1 + δ), |δ| ≤ u, and bounds on the safe side of
/// sums and products of numbers that are not negative.
/// </summary>
/// <remarks>Source: Higham, Accuracy and Stability of Numerical Algorithms, 2002, §2.2, §3.1; docs/inversion-theorems.md §1.</remarks>
internal static class Rounding
{
    /// <summary>The unit roundoff of double.</summary>
    public const double Unit = 1.0 / (1L << 53);

    /// <summary>What the scalar forms of activations and potentials in double are taken to be accurate to, relative to 1 + |x| and 1 + z² + |Ψ(z)|.</summary>
    public const double Elementary = 64 * Unit;

    /// <summary>The unit roundoff of values.</summary>
    public static double ValueUnit { get; } = Wide.Epsilon / 2;

    /// <summary>γ_n of double.</summary>
    public static double Gamma(long n) => Gamma(n, Unit);

    /// <summary>γ_n of the precision that values are kept in; +∞ where n is so large that nothing can be said.</summary>
    public static double ValueGamma(long n) => Gamma(n, ValueUnit);

    /// <summary>A number that the exact result does not exceed, of sums and products of numbers ≥ 0.</summary>
    /// <param name="value">The result in double.</param>
    /// <param name="operations">The rounded operations on the longest way from an operand to it.</param>
    public static double Above(double value, long operations) => value * (1 + Gamma(operations + 4));

    /// <summary>A number that the exact result does not fall below, of sums, products, quotients and roots of numbers ≥ 0.</summary>
    public static double Below(double value, long operations) => value * (1 - Gamma(operations + 4));

    /// <summary>At least |a|.</summary>
    public static double Norm<T>(ReadOnlySpan<T> a)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var sum = 0.0;
        foreach (var value in a)
        {
            var wide = double.CreateTruncating(value);
            sum += wide * wide;
        }

        return Above(Math.Sqrt(sum), a.Length + 2);
    }

    private static double Gamma(long n, double unit) => n * unit < 0.5 ? n * unit / (1 - (n * unit)) * (1 + (8 * Unit)) : double.PositiveInfinity;
}
