using System.Globalization;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Certificates;

/// <summary>
/// A ball around û that holds every u with B(f, W u + b) ≤ δ², without a source condition: with L = max(δ², B(f, W û + b)), and a_j the least slope of σ on
/// [x̂_j − ρ|w_j|, x̂_j + ρ|w_j|], R = (√(2L/m) + |(σ(x̂) − f)_A|)/σ_min(diag(a)W) bounds |u − û| as soon as R &lt; ρ.
/// </summary>
/// <remarks>
/// A holds the rows with a_j &gt; 0; for a rectifier those with x̂_j above ρ|w_j|. m is the modulus of φ. The level set of L is convex and holds û and u: a point of it at the distance ρ
/// would be at most R away. The least ρ is sought by a fixed-point iteration from below, as R grows where rows drop out.
/// Cost: a few verified factorisations. Source: docs/inversion-theorems.md §3.
/// </remarks>
public static class BallBound
{
    private const int Attempts = 40;
    private const double Growth = 1.05;

    /// <summary>The certificate of |û − u†|.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="u">û.</param>
    /// <param name="data">f.</param>
    /// <param name="noise">δ with B(f, W u† + b) ≤ δ² in exact arithmetic.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or the noise is negative.</exception>
    public static Certificate Of(DenseLayer layer, ReadOnlySpan<Real> u, ReadOnlySpan<Real> data, double noise)
    {
        if (u.Length != layer.Inputs || data.Length != layer.Outputs || !(noise >= 0 && double.IsFinite(noise)))
        {
            throw new ArgumentException(
                $"A layer from {layer.Inputs} to {layer.Outputs} features needs as many, not {u.Length} and {data.Length}, and a noise that is not negative, which {noise} is.", nameof(noise));
        }

        if (layer.Outputs < layer.Inputs)
        {
            return None($"the layer maps {layer.Inputs} features to {layer.Outputs}, so that different inputs have the same output");
        }

        var at = new LayerEvaluation(layer, u);
        var level = Math.Max(Rounding.Above(noise * noise, 1), at.Misfit(data));
        var distance = Rounding.Above(Math.Sqrt(2 * level / layer.Activation.Modulus), 4);
        if (!double.IsFinite(distance))
        {
            return None("the data leave the range of the activation, or φ is not strongly convex");
        }

        return Search(layer, at, data, distance);
    }

    private static Certificate Search(DenseLayer layer, LayerEvaluation at, ReadOnlySpan<Real> data, double distance)
    {
        var (norms, slopes, radius) = (layer.RowNorms(), new double[layer.Outputs], 0.0);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            Slopes(layer, at, norms, radius, slopes);
            var active = slopes.Count(slope => slope > 0);
            var expansion = RowExpansion.LowerBound(layer.Weights, slopes);
            var bound = Rounding.Above((distance + at.Residual(data, slopes)) / expansion, 2);
            if (!double.IsFinite(bound))
            {
                return None(string.Create(
                    CultureInfo.InvariantCulture,
                    $"only {active} of {layer.Outputs} rows stay active within a radius of {radius:g3}, and no expansion of {layer.Inputs} features could be verified on them"));
            }

            if (bound < radius)
            {
                return Certificate.Certified(
                    BoundedQuantity.Error,
                    bound,
                    string.Create(CultureInfo.InvariantCulture, $"{active} of {layer.Outputs} rows stay active within a radius of {radius:g3}"),
                    string.Create(CultureInfo.InvariantCulture, $"σ_min of the active rows, weighted by their slopes, is at least {expansion:g3}"),
                    string.Create(CultureInfo.InvariantCulture, $"the misfits of both points are at most {distance * distance * layer.Activation.Modulus / 2:g3}"));
            }

            radius = Growth * bound;
        }

        return None("no radius was found that is larger than the ball which it leads to");
    }

    /// <summary>The least slopes of σ within a radius of û.</summary>
    private static void Slopes(DenseLayer layer, LayerEvaluation at, double[] norms, double radius, double[] slopes)
    {
        var (low, high) = (new double[slopes.Length], new double[slopes.Length]);
        for (var j = 0; j < slopes.Length; j++)
        {
            var reach = Rounding.Above((radius * norms[j]) + at.PreactivationRadius[j], 3);
            (low[j], high[j]) = (Math.BitDecrement(at.Preactivation[j] - reach), Math.BitIncrement(at.Preactivation[j] + reach));
        }

        var (least, largest) = (new double[slopes.Length], new double[slopes.Length]);
        layer.Activation.ExactProx(low, 1.0, least);
        layer.Activation.ExactProx(high, 1.0, largest);
        for (var j = 0; j < slopes.Length; j++)
        {
            slopes[j] = layer.Slope(
                least[j] - (Rounding.Elementary * (1 + Math.Abs(low[j]))), largest[j] + (Rounding.Elementary * (1 + Math.Abs(high[j]))));
        }
    }

    private static Certificate None(string reason) => Certificate.None(BoundedQuantity.Error, reason);
}
