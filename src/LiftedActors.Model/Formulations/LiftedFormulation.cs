using LiftedActors.Model.Networks;

namespace LiftedActors.Model.Formulations;

/// <summary>
/// How the layers of a network are lifted: F = (1/s) Σᵢ [ B_{Ψ_L}(yⁱ, x_L) + Σ_{ℓ&lt;L} μ_ℓ C_ℓ(z_ℓⁱ, x_ℓ) ], x_ℓ = f_ℓ(z_{ℓ−1}, Θ_ℓ), with the penalty C of
/// the formulation. The loss is the Bregman distance of the last activation in all of them.
/// </summary>
/// <remarks>Source: docs/mathematics.md §2.3, §4.</remarks>
public abstract record LiftedFormulation
{
    /// <summary>Creates the formulation.</summary>
    /// <param name="weight">The weight μ &gt; 0 of every hidden layer's penalty.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not positive and finite.</exception>
    private protected LiftedFormulation(double weight)
    {
        if (!(weight > 0 && double.IsFinite(weight)))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), $"The penalty weight must be positive and finite, which {weight} is not.");
        }

        Weight = weight;
    }

    /// <summary>The weight μ of every hidden layer's penalty; 1/β.</summary>
    public double Weight { get; init; }

    /// <summary>The term of layer ℓ: the loss at ℓ = L.</summary>
    /// <param name="layer">ℓ in 1…L.</param>
    /// <param name="network">The network.</param>
    public LayerPenalty PenaltyOf(int layer, Network network)
    {
        var activation = network.Layers[layer - 1].Activation;
        return layer == network.Depth ? new BregmanPenalty(activation, 1) : Hidden(network.Layers[layer - 1]);
    }

    /// <summary>The penalty of a hidden layer.</summary>
    private protected abstract LayerPenalty Hidden(Layer layer);
}
