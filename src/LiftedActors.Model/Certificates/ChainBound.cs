using System.Globalization;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Certificates;

/// <summary>
/// The error of an inversion through stages that expand: with any points û_0, …, û_K, û_K the data with |û_K − N(u†)| ≤ e_K,
/// e_{k−1} = (e_k + |T_k(û_{k−1}) − û_k|)/κ_k, and |û_0 − u†| ≤ e_0.
/// </summary>
/// <remarks>
/// For plus-residual blocks κ = 1 and this is |û_0 − u†| ≤ δ + Σ|grad_k|; for layers with σ′ ≥ a and points of a forward pass it is (|N(û) − f| + δ) Π 1/(a σ_min(W_k)). The points may
/// be those of any method: a chain of inverses, a forward pass, or the auxiliary activations of a lifted inversion. Source: docs/inversion-theorems.md §4, §5.
/// </remarks>
public static class ChainBound
{
    /// <summary>The certificate of |û_0 − u†|.</summary>
    /// <param name="stages">T_1, …, T_K.</param>
    /// <param name="points">û_0, …, û_K, the last of them the data.</param>
    /// <param name="noise">δ with |û_K − N(u†)| ≤ δ in exact arithmetic; see <see cref="ForwardRounding"/> for data that were computed.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or the noise is negative.</exception>
    public static Certificate Of(IReadOnlyList<Stage> stages, IReadOnlyList<Real[]> points, double noise)
    {
        Check(stages, points, noise);
        var (error, hypotheses) = (noise, new List<string> { string.Create(CultureInfo.InvariantCulture, $"the data are within {noise:g3} of N(u†)") });
        for (var k = stages.Count; k >= 1; k--)
        {
            var finding = stages[k - 1].Invert(points[k - 1], points[k], error);
            if (!(finding.Expansion > 0))
            {
                return Certificate.None(BoundedQuantity.Error, $"layer {k} cannot be inverted: {finding.Text}");
            }

            hypotheses.Add($"layer {k} {finding.Text}");
            error = Rounding.Above((error + finding.Residual) / finding.Expansion, 2);
        }

        return double.IsFinite(error)
            ? Certificate.Certified(BoundedQuantity.Error, error, [.. hypotheses])
            : Certificate.None(BoundedQuantity.Error, "the residuals are not finite");
    }

    private static void Check(IReadOnlyList<Stage> stages, IReadOnlyList<Real[]> points, double noise)
    {
        if (!(noise >= 0 && double.IsFinite(noise)))
        {
            throw new ArgumentException($"The noise must be finite and not negative, which {noise} is not.", nameof(noise));
        }

        if (stages.Count == 0 || points.Count != stages.Count + 1)
        {
            throw new ArgumentException($"{stages.Count} layers, at least one, need {stages.Count + 1} points, not {points.Count}.", nameof(points));
        }

        for (var k = 0; k < stages.Count; k++)
        {
            if (points[k].Length != stages[k].Inputs || points[k + 1].Length != stages[k].Outputs)
            {
                throw new ArgumentException(
                    $"Layer {k + 1} maps {stages[k].Inputs} features to {stages[k].Outputs}, but the points there have {points[k].Length} and {points[k + 1].Length}.", nameof(points));
            }
        }
    }
}
