using LiftedActors.Model.Kernels;
using LiftedActors.Model.Operators;

namespace LiftedActors.Model.Inversion;

/// <summary>Products with an operator in double, with a bound of their rounding.</summary>
internal static class WideProduct
{
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
        return (Wide.Of(values), Error(operation, u, Rounding.ValueGamma(u.Length + 2)));
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
        return (Wide.Of(values), Error(operation, y, Rounding.ValueGamma(y.Length + 2)));
    }

    /// <summary>γ | |A||u| | ≤ γ |A|_F |u| ≤ γ √min(rows, columns) |A||u|.</summary>
    private static double Error(LinearOperator operation, double[] u, double gamma) =>
        gamma * Math.Sqrt(Math.Min(operation.InputSize, operation.OutputSize)) * operation.NormBound * Wide.Norm(u);
}
