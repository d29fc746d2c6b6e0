using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Certificates;

/// <summary>
/// A source element: a v with |p − Wᵀv| ≤ η for some p ∈ ∂J(u†). η is 0 in the theorem; here it holds what rounding leaves of the source condition.
/// </summary>
public sealed class SourceElement
{
    private readonly double[] _values;

    private SourceElement(double[] values, double residual, bool isVerified) => (_values, Residual, IsVerified) = (values, residual, isVerified);

    /// <summary>v.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>η; not a number where it is not known.</summary>
    public double Residual { get; }

    /// <summary>Whether the source condition was checked.</summary>
    public bool IsVerified { get; }

    /// <summary>A v that is checked against a given p, as there is in problems that were constructed.</summary>
    /// <param name="weights">W, as in a dense layer.</param>
    /// <param name="v">v.</param>
    /// <param name="subgradient">p; that it is in ∂J(u†) is for the caller to know.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static SourceElement Verified(Kernels.Matrix weights, ReadOnlySpan<double> v, ReadOnlySpan<Real> subgradient)
    {
        if (v.Length != weights.Rows || subgradient.Length != weights.Columns)
        {
            throw new ArgumentException(
                $"A weight matrix of {weights.Rows} × {weights.Columns} needs a source element and a subgradient of these lengths, not {v.Length} and {subgradient.Length}.", nameof(v));
        }

        var (difference, magnitude) = (new double[subgradient.Length], new double[subgradient.Length]);
        for (var i = 0; i < difference.Length; i++)
        {
            (difference[i], magnitude[i]) = (subgradient[i], Math.Abs((double)subgradient[i]));
        }

        for (var j = 0; j < v.Length; j++)
        {
            var row = weights.Row(j);
            for (var i = 0; i < difference.Length; i++)
            {
                var product = row[i] * v[j];
                difference[i] -= product;
                magnitude[i] += Math.Abs(product);
            }
        }

        var rounding = Rounding.Gamma(v.Length + 2) * Rounding.Norm(magnitude) * (1 + Rounding.Gamma(v.Length + 2));
        return new SourceElement(v.ToArray(), Rounding.Above(Rounding.Norm(difference) + rounding, 4), true);
    }

    /// <summary>
    /// The v_α = (f − σ(W u_α + b))/α that a minimisation leaves, which satisfies Wᵀv_α ∈ ∂J(u_α) there, and not at u†. It is a hint of a source element, not one.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="u">u_α.</param>
    /// <param name="data">f.</param>
    /// <param name="weight">α.</param>
    public static SourceElement Monitored(DenseLayer layer, ReadOnlySpan<Real> u, ReadOnlySpan<Real> data, double weight)
    {
        var (at, v) = (new LayerEvaluation(layer, u), new double[data.Length]);
        for (var j = 0; j < v.Length; j++)
        {
            v[j] = (data[j] - at.Activation[j]) / weight;
        }

        return new SourceElement(v, double.NaN, false);
    }
}
