using ILGPU;
using ILGPU.Runtime;
using LiftedActors.Gpu.Devices;
using LiftedActors.Gpu.Kernels;

namespace LiftedActors.Gpu.Products;

/// <summary>The products by <see cref="ProductKernel"/>, on every accelerator.</summary>
internal sealed class TiledProducts : LayerProducts
{
    private readonly Action<KernelConfig, ArrayView<Real>, ArrayView<Real>, ArrayView<Real>, ArrayView<Real>, ProductShape> _multiply;
    private readonly int _side;

    public TiledProducts(Accelerator accelerator)
    {
        _multiply = accelerator.LoadStreamKernel<ArrayView<Real>, ArrayView<Real>, ArrayView<Real>, ArrayView<Real>, ProductShape>(ProductKernel.Multiply);
        _side = Launches.PowerOfTwo(Math.Min(ProductKernel.LargestSide, (int)Math.Sqrt(accelerator.MaxNumThreadsPerGroup)));
    }

    public override string Name => "tiled";

    public override void Apply(AcceleratorMatrix z, AcceleratorMatrix weights, ArrayView<Real> bias, AcceleratorMatrix x) => Multiply(
        z, weights, bias, x, new ProductShape(x.Rows, x.Columns, z.Columns, z.Columns, 1, 1, z.Columns));

    public override void ApplyAdjoint(AcceleratorMatrix error, AcceleratorMatrix weights, AcceleratorMatrix feedback) => Multiply(
        error, weights, default, feedback, new ProductShape(feedback.Rows, feedback.Columns, error.Columns, error.Columns, 1, feedback.Columns, 1));

    public override void Correlate(AcceleratorMatrix error, AcceleratorMatrix z, AcceleratorMatrix gradient) => Multiply(
        error, z, default, gradient, new ProductShape(gradient.Rows, gradient.Columns, z.Rows, 1, error.Columns, z.Columns, 1));

    private void Multiply(AcceleratorMatrix a, AcceleratorMatrix b, ArrayView<Real> bias, AcceleratorMatrix c, ProductShape shape)
    {
        if (c.Length > 0)
        {
            // An empty view has to lie somewhere.
            var added = bias.IsValid ? bias : c.Values.SubView(0, 0);
            var extent = 4 * _side;
            var grid = new Index2D((shape.Columns + extent - 1) / extent, (shape.Rows + extent - 1) / extent);
            _multiply(new KernelConfig(grid, new Index2D(_side, _side)), a.Values, b.Values, added, c.Values, shape);
        }
    }
}
