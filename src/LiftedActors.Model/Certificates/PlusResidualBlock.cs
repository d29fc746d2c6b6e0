using System.Globalization;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Certificates;

/// <summary>
/// The residual layer T(u) = u + Wᵀσ(W u + b) = ∇(½|u|² + φ*(W u + b)): a gradient of a 1-strongly convex function, so that |T(u) − T(v)| ≥ |u − v| and the inverse,
/// the prox of φ*(W· + b), is 1-Lipschitz and defined everywhere.
/// </summary>
/// <remarks>It needs a monotone σ that does not jump. Source: docs/inversion-theorems.md §4.</remarks>
public sealed class PlusResidualBlock : Stage
{
    /// <summary>Takes the inner layer σ(W u + b) over.</summary>
    /// <exception cref="ArgumentException">σ jumps.</exception>
    public PlusResidualBlock(DenseLayer inner) => Inner = double.IsFinite(inner.Activation.ActivationLipschitz)
        ? inner
        : throw new ArgumentException($"{inner.Activation} jumps, so that the residual layer is no continuous map.", nameof(inner));

    /// <summary>σ(W u + b).</summary>
    public DenseLayer Inner { get; }

    /// <inheritdoc/>
    public override int Inputs => Inner.Inputs;

    /// <inheritdoc/>
    public override int Outputs => Inner.Inputs;

    /// <inheritdoc/>
    internal override StageFinding Invert(ReadOnlySpan<Real> below, ReadOnlySpan<Real> above, double error)
    {
        var residual = Residual(below, above);
        return new StageFinding(1, residual, string.Create(CultureInfo.InvariantCulture, $"is left by its inverse with a gradient of at most {residual:g3}"));
    }

    /// <inheritdoc/>
    internal override ForwardBound Forward(ForwardBound below)
    {
        var (weights, inner) = (Inner.NormOfMagnitudes(), Inner.Forward(below));
        var rounded = Rounding.ValueGamma(Inner.Outputs + 4) * ((weights * (inner.Size + inner.Error)) + below.Size + below.Error);
        return new ForwardBound(
            Rounding.Above(below.Size + (weights * inner.Size), 4), Rounding.Above(below.Error + (weights * inner.Error) + rounded, 6));
    }

    /// <summary>At least |û + Wᵀσ(W û + b) − ŷ|.</summary>
    private double Residual(ReadOnlySpan<Real> below, ReadOnlySpan<Real> above)
    {
        var at = new LayerEvaluation(Inner, below);
        var (sum, magnitude, frobenius) = (new double[Inputs], new double[Inputs], 0.0);
        for (var i = 0; i < sum.Length; i++)
        {
            (sum[i], magnitude[i]) = ((double)below[i] - above[i], Math.Abs((double)below[i]) + Math.Abs((double)above[i]));
        }

        for (var j = 0; j < Inner.Outputs; j++)
        {
            var row = Inner.Weights.Row(j);
            for (var i = 0; i < sum.Length; i++)
            {
                var product = row[i] * at.Activation[j];
                sum[i] += product;
                magnitude[i] += Math.Abs(product);
                frobenius += (double)row[i] * row[i];
            }
        }

        var rounding = Rounding.Gamma(Inner.Outputs + 3) * Rounding.Norm(magnitude) * (1 + Rounding.Gamma(Inner.Outputs + 3));
        var inner = Rounding.Above(Math.Sqrt(frobenius), (long)Inner.Outputs * Inputs) * at.ActivationRadius;
        return Rounding.Above(Rounding.Norm(sum) + rounding + inner, 8);
    }
}
