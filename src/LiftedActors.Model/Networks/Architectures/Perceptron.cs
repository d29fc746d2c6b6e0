namespace LiftedActors.Model.Networks.Architectures;

/// <summary>The multilayer perceptron z_ℓ = σ_ℓ(W_ℓ z_{ℓ−1} + b_ℓ).</summary>
/// <param name="Widths">n₀, n₁, …, n_L; the ends must fit the input and the output.</param>
public sealed record Perceptron(IReadOnlyList<int> Widths) : Architecture
{
    /// <inheritdoc/>
    public override Network Build(ArchitectureSetting setting)
    {
        if (Widths.Count >= 2 && (Widths[0] != setting.Input.Length || Widths[^1] != setting.Outputs))
        {
            throw new ArgumentException(
                $"{setting.Input.Length} features in and {setting.Outputs} out are needed as the first and the last width, not {Widths[0]} and {Widths[^1]}.", nameof(setting));
        }

        return Network.Perceptron(Widths, setting.Hidden, setting.Output);
    }
}
