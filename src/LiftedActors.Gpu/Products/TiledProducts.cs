using ILGPU;
using ILGPU.Runtime;
using LiftedActors.Gpu.Devices;
using LiftedActors.Gpu.Kernels;

namespace LiftedActors.Gpu.Products;

/// <summary>The products by <see cref="ProductKernel"/>, on every accelerator; several layers are one launch.</summary>
internal sealed class TiledProducts : LayerProducts
{
    private readonly Action<AcceleratorStream, KernelConfig, One<ProductViews>, ProductShape> _multiply;
    private readonly AcceleratorStream _stream;
    private readonly int _side;

    public TiledProducts(AcceleratorStream stream)
    {
        (_stream, var accelerator) = (stream, stream.Accelerator);
        _multiply = accelerator.LoadKernel<One<ProductViews>, ProductShape>(ProductKernel.Multiply);
        _side = Launches.PowerOfTwo(Math.Min(ProductKernel.LargestSide, (int)Math.Sqrt(accelerator.MaxNumThreadsPerGroup)));
    }

    public override string Name => "tiled";

    private Action<AcceleratorStream, KernelConfig, Members<ProductViews>, ProductShape> MultiplySeveral =>
        field ??= _stream.Accelerator.LoadKernel<Members<ProductViews>, ProductShape>(ProductKernel.Multiply);

    public override void Apply(ReadOnlySpan<LayerFactors> layers)
    {
        var (z, _, x, _) = layers[0];
        Multiply(layers, new ProductShape(x.Rows, x.Columns, z.Columns, z.Columns, 1, 1, z.Columns));
    }

    public override void ApplyAdjoint(ReadOnlySpan<LayerFactors> layers)
    {
        var (error, _, feedback, _) = layers[0];
        Multiply(layers, new ProductShape(feedback.Rows, feedback.Columns, error.Columns, error.Columns, 1, feedback.Columns, 1));
    }

    public override void Correlate(ReadOnlySpan<LayerFactors> layers)
    {
        var (error, z, gradient, _) = layers[0];
        Multiply(layers, new ProductShape(gradient.Rows, gradient.Columns, z.Rows, 1, error.Columns, z.Columns, 1));
    }

    public override void Dispose()
    {
    }

    private void Multiply(ReadOnlySpan<LayerFactors> layers, ProductShape shape)
    {
        if (layers[0].Result.Length == 0)
        {
            return;
        }

        var extent = 4 * _side;
        var grid = new Index3D((shape.Columns + extent - 1) / extent, (shape.Rows + extent - 1) / extent, layers.Length);
        var launch = new KernelConfig(grid, new Index3D(_side, _side, 1));
        if (layers.Length == 1)
        {
            _multiply(_stream, launch, new(Views(layers[0])), shape);
            return;
        }

        var members = new ProductViews[layers.Length];
        for (var i = 0; i < layers.Length; i++)
        {
            members[i] = Views(layers[i]);
        }

        MultiplySeveral(_stream, launch, new(members), shape);
    }

    /// <summary>The values of a product; an empty bias has to lie somewhere.</summary>
    private static ProductViews Views(in LayerFactors layer)
    {
        var (a, b, c, bias) = layer;
        return new ProductViews(a.Values, b.Values, bias.IsValid ? bias : c.Values.SubView(0, 0), c.Values);
    }
}
