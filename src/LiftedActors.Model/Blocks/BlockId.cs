namespace LiftedActors.Model.Blocks;

/// <summary>What a block of the variable is.</summary>
public enum BlockKind
{
    /// <summary>Z_ℓ,s: the activations of layer ℓ for the samples of shard s; ℓ = 0 is the pinned input, ℓ = L the pinned target.</summary>
    Activations,

    /// <summary>Θ_ℓ: the weights and biases of layer ℓ.</summary>
    Parameters,
}

/// <summary>The name of one block of the variable.</summary>
/// <param name="Kind">Activations or parameters.</param>
/// <param name="Layer">The layer ℓ.</param>
/// <param name="Shard">The shard s of the samples; 0 for parameters.</param>
public readonly record struct BlockId(BlockKind Kind, int Layer, int Shard)
{
    /// <summary>Z_ℓ,s.</summary>
    public static BlockId Activations(int layer, int shard) => new(BlockKind.Activations, layer, shard);

    /// <summary>Θ_ℓ.</summary>
    public static BlockId Parameters(int layer) => new(BlockKind.Parameters, layer, 0);

    /// <summary><c>z.2.0</c> or <c>theta.3</c>.</summary>
    public override string ToString() => Kind == BlockKind.Activations ? $"z.{Layer}.{Shard}" : $"theta.{Layer}";
}
