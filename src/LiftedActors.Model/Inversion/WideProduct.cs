using LiftedActors.Model.Kernels;
using LiftedActors.Model.Operators;

namespace LiftedActors.Model.Inversion;

/// <summary>Products with an operator in double, with a bound of their rounding.</summary>
internal static class WideProduct
{
    public static double[] Widen(ReadOnlySpan<Real> values)
    {
        var wide = new double[values.Length];
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = values[i];
        }

        return wide;
    }

    /// <summary>A u, and a bound of the length of the error.</summary>
    public static (double[] Image, double Error) Apply(LinearOperator operation, double[] u)
    {
        var image = new double[operation.OutputSize];
        if (operation is IWideOperator wide)
        {
            wide.Apply(u, image);
            return (image, Error(operation, u, Rounding.Gamma(u.Length + 2)));
        }

        var values = new Real[image.Length];
        operation.Apply([.. u.Select(value => (Real)value)], values);
        return (Widen(values), Error(operation, u, Rounding.ValueGamma(u.Length + 2)));
    }

    /// <summary>Aᵀy, and a bound of the length of the error.</summary>
    public static (double[] Image, double Error) ApplyAdjoint(LinearOperator operation, double[] y)
    {
        var image = new double[operation.InputSize];
        if (operation is IWideOperator wide)
        {
            wide.ApplyAdjoint(y, image);
            return (image, Error(operation, y, Rounding.Gamma(y.Length + 2)));
        }

        var values = new Real[image.Length];
        operation.ApplyAdjoint([.. y.Select(value => (Real)value)], values);
        return (Widen(values), Error(operation, y, Rounding.ValueGamma(y.Length + 2)));
    }

    public static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    public static double Norm(double[] a) => Math.Sqrt(Dot(a, a));

    /// <summary>γ | |A||u| | ≤ γ |A|_F |u| ≤ γ √min(rows, columns) |A||u|.</summary>
    private static double Error(LinearOperator operation, double[] u, double gamma) =>
        gamma * Math.Sqrt(Math.Min(operation.InputSize, operation.OutputSize)) * operation.NormBound * Norm(u);
}
