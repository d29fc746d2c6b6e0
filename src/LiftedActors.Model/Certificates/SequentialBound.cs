using System.Globalization;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Certificates;

/// <summary>One layer of the sequential method, as it was solved.</summary>
/// <param name="Potential">Ψ_ℓ of the layer's activation.</param>
/// <param name="Data">z_ℓ, the data of the layer.</param>
/// <param name="Source">v_ℓ with x†_{ℓ−1} − c_{ℓ−1} = W_ℓᵀv_ℓ; for ℓ = 1, W_1ᵀv_1 ∈ ∂J(u†).</param>
/// <param name="Weight">α_ℓ.</param>
/// <param name="Suboptimality">ε_ℓ, how far the minimisation is from its end.</param>
public sealed record SequentialStep(ConvexPotential Potential, Real[] Data, double[] Source, double Weight, double Suboptimality = 0);

/// <summary>
/// The error estimate of the sequential method: δ_{ℓ−1}² = (2δ_ℓ² + ε_ℓ)/α_ℓ + α_ℓ|v_ℓ|² + BR_ℓ/α_ℓ for ℓ = L…1 bounds B_{ℓ−1}(z_{ℓ−1}, x†_{ℓ−1}), and for ℓ = 1 D_J(u, u†).
/// </summary>
/// <remarks>
/// It needs a source condition at every layer, which nothing that is known can check, so that the verdict is conditional at most. With α_ℓ = √2 δ_ℓ/|v_ℓ| and Burbea–Rao terms of O(α_ℓ²) it is a
/// rate, D_J = O(δ^(2^(1−L))). Source: docs/inversion-theorems.md §7.
/// </remarks>
public static class SequentialBound
{
    /// <summary>The certificate of D_J(u, u†).</summary>
    /// <param name="steps">The layers in the order in which they were solved, ℓ = L, …, 1.</param>
    /// <param name="noise">δ_L with B_L(f, x†_L) ≤ δ_L² in exact arithmetic.</param>
    /// <exception cref="ArgumentException">There is no layer, a length does not fit, or a number is out of its range.</exception>
    public static Certificate Of(IReadOnlyList<SequentialStep> steps, double noise)
    {
        if (steps.Count == 0 || !(noise >= 0))
        {
            throw new ArgumentException($"At least one layer and a noise that is not negative are needed, not {steps.Count} and {noise}.", nameof(steps));
        }

        var (squared, hypotheses) = (Rounding.Above(noise * noise, 1), new List<string>());
        for (var k = 0; k < steps.Count; k++)
        {
            var (step, layer) = (steps[k], steps.Count - k);
            if (step.Data.Length != step.Source.Length || !(step is { Weight: > 0, Suboptimality: >= 0 }))
            {
                throw new ArgumentException($"Layer {layer} has {step.Data.Length} data and a source element of {step.Source.Length}, or a weight that is not positive.", nameof(steps));
            }

            var term = BurbeaRao.UpperBound(step.Potential, step.Data, step.Source, step.Weight);
            if (!double.IsFinite(term))
            {
                return Certificate.None(BoundedQuantity.BregmanDistance, $"at layer {layer} the data ± αv leave the domain of the potential, where the Burbea–Rao term is infinite");
            }

            var norm = Rounding.Norm(step.Source);
            squared = Rounding.Above((((2 * squared) + step.Suboptimality + Math.Max(0, term)) / step.Weight) + (step.Weight * norm * norm), 8);
            hypotheses.Add(string.Create(CultureInfo.InvariantCulture, $"layer {layer}: the Burbea–Rao term is at most {term:g3}, which leaves {squared:g3} below"));
        }

        return double.IsFinite(squared)
            ? Certificate.Conditional(BoundedQuantity.BregmanDistance, squared, "the source condition holds at every layer with the given v", [.. hypotheses])
            : Certificate.None(BoundedQuantity.BregmanDistance, "the bound grew beyond all numbers");
    }
}
