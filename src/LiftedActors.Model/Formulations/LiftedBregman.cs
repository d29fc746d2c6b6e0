namespace LiftedActors.Model.Formulations;

/// <summary>
/// The lifted Bregman formulation: F = (1/s) Σᵢ [ B_{Ψ_L}(yⁱ, x_L) + μ Σ_{ℓ&lt;L} B_{Ψ_ℓ}(z_ℓⁱ, x_ℓ) ], x_ℓ = W_ℓ z_{ℓ−1} + b_ℓ.
/// </summary>
/// <remarks>Source: docs/mathematics.md §2.3, §4 (lifted Bregman).</remarks>
public sealed record LiftedBregman
{
    /// <summary>Creates the formulation.</summary>
    /// <param name="weight">The weight μ &gt; 0 of every hidden layer's penalty; 1/β.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not positive and finite.</exception>
    public LiftedBregman(double weight = 10)
    {
        if (!(weight > 0 && double.IsFinite(weight)))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), $"The penalty weight must be positive and finite, which {weight} is not.");
        }

        Weight = weight;
    }

    /// <summary>The weight μ of every hidden layer's penalty.</summary>
    public double Weight { get; }

    /// <summary>μ_ℓ: the weight of the term of layer ℓ; 1 for the loss at ℓ = L.</summary>
    public double WeightOf(int layer, int depth) => layer == depth ? 1 : Weight;
}
