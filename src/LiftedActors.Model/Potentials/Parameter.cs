using System.Runtime.CompilerServices;

namespace LiftedActors.Model.Potentials;

/// <summary>The checks of a law's parameters.</summary>
internal static class Parameter
{
    /// <summary>The value, if it is finite and not negative in the precision of values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 0 && Real.IsFinite((Real)value)
            ? value
            : throw new ArgumentOutOfRangeException(name, $"The {name} must be finite and not negative, which {value} is not.");

    /// <summary>The value, if it is finite and positive in the precision of values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value > 0 && (Real)value > 0 && Real.IsFinite((Real)value)
            ? value
            : throw new ArgumentOutOfRangeException(name, $"The {name} must be finite and positive, which {value} is not.");

    /// <summary>The value, if it is in (0, 1] and its inverse finite in the precision of values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Fraction(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is > 0 and <= 1 && Real.IsFinite((Real)(1 / value))
            ? value
            : throw new ArgumentOutOfRangeException(name, $"The {name} must be in (0, 1] and its inverse finite, which {value} is not.");
}
