using System.Numerics;
using System.Runtime.CompilerServices;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// Exponentials and logarithms that keep their digits near zero, where those of .NET subtract or add 1: as scalars, which compile on every
/// device, and on the lanes of a vector of doubles. Single precision is widened to double and rounded once.
/// </summary>
/// <remarks>
/// Bounds that a test holds: 8 units in the last place in double, and 0.51 in float after rounding. A lane depends on its own value
/// alone, so that a tail has the bits of a body. The functions of .NET are made of many small ones, which the JIT inlines up to a budget
/// of the caller and calls one by one past it, ten times slower: exponential and logarithm therefore stay methods of their own.
/// </remarks>
internal static class ElementaryFunctions
{
    /// <summary>log(1 + y) for y ≥ −1; the factor y/(u−1) takes the rounding of u = 1 + y back. Source: Goldberg (1991), theorem 4.</summary>
    public static T LogP1<T>(T y)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var u = T.One + y;
        return u == T.One ? y : T.Log(u) * (y / (u - T.One));
    }

    /// <summary>eˣ − 1 for x ≤ 0, by 2h/(1 − h) with h = tanh(x/2).</summary>
    public static T ExpM1<T>(T x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var h = T.Tanh(x / T.CreateTruncating(2));
        return T.CreateTruncating(2) * h / (T.One - h);
    }

    /// <summary>1/(1 + e⁻ˣ); e^{−|x|} never overflows.</summary>
    public static T Logistic<T>(T x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var decay = T.Exp(-T.Abs(x));
        return (x < T.Zero ? decay : T.One) / (T.One + decay);
    }

    /// <summary>log(1 + eˣ) = max(x, 0) + log(1 + e^{−|x|}).</summary>
    public static T Softplus<T>(T x)
        where T : IBinaryFloatingPointIeee754<T> => T.Max(x, T.Zero) + LogP1(T.Exp(-T.Abs(x)));

    /// <summary>z log z, and 0 where z ≤ 0.</summary>
    public static T XLogX<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> => z <= T.Zero ? T.Zero : z * T.Log(z);

    /// <summary>eˣ for x ≤ 0: 0 below −708, where it is less than any normal number. What is not a number stays so.</summary>
    /// <remarks>Past its range, the vector exponential of .NET falls back to the scalar one for all lanes together: a lane would change its neighbours.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector<double> Exp(Vector<double> x)
    {
        var inRange = Vector.GreaterThanOrEqual(x, new Vector<double>(-708)) & Vector.LessThanOrEqual(x, Vector<double>.Zero);
        var value = Vector.Exp(Vector.ConditionalSelect(inRange, x, Vector<double>.Zero));
        var outside = Vector.ConditionalSelect(Vector.LessThan(x, Vector<double>.Zero), Vector<double>.Zero, x);
        return Vector.ConditionalSelect(inRange, value, outside);
    }

    /// <inheritdoc cref="LogP1{T}(T)"/>
    public static Vector<double> LogP1(Vector<double> y)
    {
        // log u − ((u − 1) − y)/u: what rounding put into u = 1 + y is taken off in the first order.
        var u = Vector<double>.One + y;
        return Log(u) - ((u - Vector<double>.One - y) / u);
    }

    /// <summary>log y.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector<double> Log(Vector<double> y) => Vector.Log(y);

    /// <summary>eˣ − 1 for x ≤ 0: near zero by the approximant of exp, 2r/(Q(x²) − r) with r = x P(x²). Source: Moshier, Cephes, expm1.</summary>
    public static Vector<double> ExpM1(Vector<double> x)
    {
        var square = x * x;
        var p = (((new Vector<double>(1.2617719307481059087798e-4) * square) + new Vector<double>(3.0299440770744196129956e-2)) * square) + Vector<double>.One;
        var q = (((((new Vector<double>(3.0019850513866445504159e-6) * square) + new Vector<double>(2.5244834034968410419224e-3)) * square)
            + new Vector<double>(2.2726554820815502876593e-1)) * square) + new Vector<double>(2);
        var r = x * p;
        var near = (r + r) / (q - r);
        return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), new Vector<double>(0.5)), near, Exp(x) - Vector<double>.One);
    }

    /// <summary>tanh x = −m/(2 + m) with m = e^{−2|x|} − 1, and the sign of x.</summary>
    public static Vector<double> Tanh(Vector<double> x)
    {
        var m = ExpM1(new Vector<double>(-2) * Vector.Abs(x));
        return Vector.CopySign(m / (m + new Vector<double>(2)), x);
    }

    /// <inheritdoc cref="Logistic{T}(T)"/>
    public static Vector<double> Logistic(Vector<double> x)
    {
        var decay = Exp(-Vector.Abs(x));
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<double>.Zero), decay, Vector<double>.One) / (Vector<double>.One + decay);
    }

    /// <inheritdoc cref="XLogX{T}(T)"/>
    public static Vector<double> XLogX(Vector<double> z) =>
        Vector.ConditionalSelect(Vector.LessThanOrEqual(z, Vector<double>.Zero), Vector<double>.Zero, z * Log(z));
}
