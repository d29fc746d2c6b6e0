using System.Globalization;

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

    /// <summary>Reads a name that <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string? name, out BlockId block)
    {
        var parts = (name ?? "").Split('.');
        var (layer, shard) = (0, 0);
        var isParameters = parts is ["theta", var last] && TryRead(last, out layer);
        var isActivations = parts is ["z", var first, var second] && TryRead(first, out layer) && TryRead(second, out shard);
        block = isParameters ? Parameters(layer) : Activations(layer, shard);
        return isParameters || isActivations;

        static bool TryRead(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary><c>z.2.0</c> or <c>theta.3</c>.</summary>
    public override string ToString() => Kind == BlockKind.Activations ? $"z.{Layer}.{Shard}" : $"theta.{Layer}";
}
