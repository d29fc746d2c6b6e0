using LiftedActors.Model.Networks.Structured;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Networks.Architectures;

/// <summary>
/// The residual network u_k = u_{k−1} + V_k σ(W_k u_{k−1} + b_k) with a dense layer after it, and one before it where the input has another
/// width.
/// </summary>
/// <remarks>
/// A block is two layers of a chain: (u_{k−1}, z_k) = (id, σ)(u_{k−1}, W_k u_{k−1} + b_k) and u_k = u_{k−1} + V_k z_k. Both are affine in their
/// parameters, and the second one is the architecture constraint M u = V z of the unified form, lifted by a quadratic penalty.
/// Source: docs/mathematics.md §2.
/// </remarks>
/// <param name="Width">Features of u.</param>
/// <param name="Hidden">Features of z.</param>
/// <param name="Blocks">The number of blocks.</param>
public sealed record Residual(int Width, int Hidden, int Blocks = 4) : Architecture
{
    /// <inheritdoc/>
    public override Network Build(ArchitectureSetting setting)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Hidden);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Blocks);
        var identity = new Separable<Identity>(default);
        var layers = new List<Layer>();
        if (setting.Input.Length != Width)
        {
            layers.Add(new Layer(new Affine(setting.Input.Length, Width), identity));
        }

        for (var k = 0; k < Blocks; k++)
        {
            layers.Add(new Layer(Inner(), new Partitioned((identity, Width), (setting.Hidden, Hidden))));
            layers.Add(new Layer(Join(), identity));
        }

        return new Network([.. layers, new Layer(new Affine(Width, setting.Outputs), setting.Output)]);
    }

    /// <summary>The block that two layers, one after the other, are; null where they are none.</summary>
    /// <param name="inner">The layer (id, σ)(u, W u + b).</param>
    /// <param name="join">The layer u + V z.</param>
    public static ResidualBlock? BlockOf(Layer inner, Layer join)
    {
        var isBlock = inner.Map is StructuredMap { Expression: Concatenation { Of: [Below, Combination { Terms: [(1, Structured.Image { Operation: DenseOperation { Weights: 0 }, Of: Below }), (1, Bias { Tensor: 1 })] }] } }
            && join.Map is StructuredMap { Expression: Combination { Terms: [(1, Slice { Of: Below, Offset: 0 }), (1, Structured.Image { Operation: DenseOperation { Weights: 0 }, Of: Slice { Of: Below } })] } }
            && join.Activation is Separable<Identity>;
        return isBlock && inner.Activation is Partitioned { Parts: [(Separable<Identity>, var width), (var activation, var hidden)] } && join.Map.Outputs == width
            ? new ResidualBlock(width, hidden, activation)
            : null;
    }

    /// <summary>Whether V = Wᵀ to the bit: the block is then a plus-residual layer, the gradient of ½|u|² + φ*(W u + b), and has an inverse that is 1-Lipschitz.</summary>
    /// <param name="inner">The parameters (W, b).</param>
    /// <param name="join">The parameters V.</param>
    public static bool IsTied(LayerParameters inner, LayerParameters join)
    {
        var tied = new Real[join.Values.Length];
        Transpose(inner, tied);
        return join.Values.SequenceEqual(tied);
    }

    /// <summary>Writes V = Wᵀ into all residual blocks. Training moves both on their own.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">One version of Θ per layer.</param>
    public static void Tie(Network network, IReadOnlyList<LayerParameters> parameters)
    {
        for (var l = 0; l + 1 < network.Depth; l++)
        {
            if (BlockOf(network.Layers[l], network.Layers[l + 1]) is not null)
            {
                Transpose(parameters[l], parameters[l + 1].Values);
                parameters[l + 1].Pack();
            }
        }
    }

    private static void Transpose(LayerParameters inner, Span<Real> transposed)
    {
        var (hidden, width) = ((int)inner.Map.Tensors[1].Length, inner.Map.Inputs);
        var weights = inner.Tensor(0);
        for (var j = 0; j < hidden; j++)
        {
            for (var i = 0; i < width; i++)
            {
                transposed[(i * hidden) + j] = weights[(j * width) + i];
            }
        }
    }

    /// <summary>(u, W u + b).</summary>
    private StructuredMap Inner()
    {
        var u = new Below(Width);
        return new StructuredMap(
            Width,
            [new("weight", [Hidden, Width], Width), new("bias", [Hidden], 0)],
            new Concatenation([u, new DenseOperation(0, Width, Hidden).On(u) + new Bias(1, Hidden, 1)]));
    }

    /// <summary>u + V z.</summary>
    private StructuredMap Join()
    {
        var state = new Below(Width + Hidden);
        return new StructuredMap(
            Width + Hidden,
            [new("weight", [Width, Hidden], Hidden)],
            new Slice(state, 0, Width) + new DenseOperation(0, Hidden, Width).On(new Slice(state, Width, Hidden)));
    }
}
