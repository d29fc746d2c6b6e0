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
