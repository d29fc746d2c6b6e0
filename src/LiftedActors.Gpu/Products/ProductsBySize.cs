namespace LiftedActors.Gpu.Products;

/// <summary>
/// Narrow layers by products of which several layers are one launch, wide ones by others. The shape alone decides, so that a layer has the same bits
/// in a stack and alone.
/// </summary>
/// <param name="narrow">For up to <see cref="MostFeatures"/> features and <see cref="MostSamples"/> samples.</param>
/// <param name="wide">For all others.</param>
internal sealed class ProductsBySize(LayerProducts narrow, LayerProducts wide) : LayerProducts
{
    public const int MostFeatures = 64;

    public const int MostSamples = 256;

    public override string Name => $"{wide.Name} and {narrow.Name}";

    public override void Apply(ReadOnlySpan<LayerFactors> layers) => For(layers[0]).Apply(layers);

    public override void ApplyAdjoint(ReadOnlySpan<LayerFactors> layers) => For(layers[0]).ApplyAdjoint(layers);

    public override void Correlate(ReadOnlySpan<LayerFactors> layers) => For(layers[0]).Correlate(layers);

    public override void Dispose()
    {
        narrow.Dispose();
        wide.Dispose();
    }

    private LayerProducts For(in LayerFactors layer) =>
        layer.Left.Rows <= MostSamples && Math.Max(layer.Left.Columns, Math.Max(layer.Right.Columns, layer.Result.Columns)) <= MostFeatures ? narrow : wide;
}
