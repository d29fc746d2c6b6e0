using ILGPU;
using ILGPU.Runtime;
using LiftedActors.Gpu.Devices;
using LiftedActors.Gpu.Kernels;

namespace LiftedActors.Gpu.Products;

/// <summary>One operand of a column-major product: the values, the distance between two columns, and whether it is read transposed.</summary>
internal readonly record struct BlasOperand(ArrayView<Real> Values, int Leading, bool IsTransposed);

/// <summary>C = op(A) op(B), column-major, C with as many rows as its leading dimension.</summary>
/// <param name="a">op(A) has <paramref name="rows"/> rows.</param>
/// <param name="b">op(B) has as many columns as C.</param>
/// <param name="c">C.</param>
/// <param name="rows">Rows of C.</param>
/// <param name="inner">Columns of op(A).</param>
internal delegate void BlasProduct(BlasOperand a, BlasOperand b, ArrayView<Real> c, int rows, int inner);

/// <summary>
/// The products by a column-major BLAS: a row-major matrix is the transpose of the column-major one in the same place, so that
/// each product is computed as its transpose, Cᵀ = Bᵀ Aᵀ, and nothing is copied. Layers follow one after the other.
/// </summary>
internal sealed class BlasProducts : LayerProducts
{
    private readonly AcceleratorStream _stream;
    private readonly (string Name, BlasProduct Multiply, IDisposable Library) _blas;
    private readonly Action<AcceleratorStream, Index1D, ArrayView<Real>, ArrayView<Real>> _addToRows;

    public BlasProducts(AcceleratorStream stream, (string Name, BlasProduct Multiply, IDisposable Library) blas)
    {
        (_stream, _blas) = (stream, blas);
        _addToRows = stream.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<Real>, ArrayView<Real>>(ElementKernels.AddToRows);
    }

    public override string Name => _blas.Name;

    /// <summary>xᵀ = W zᵀ: W lies there as Wᵀ.</summary>
    public override void Apply(ReadOnlySpan<LayerFactors> layers)
    {
        foreach (var (z, weights, x, bias) in layers)
        {
            Multiply(new(weights.Values, z.Columns, true), new(z.Values, z.Columns, false), x, z.Columns);
            if (bias.IsValid && x.Length > 0)
            {
                _addToRows(_stream, x.Length, x.Values, bias);
            }
        }
    }

    /// <summary>fᵀ = Wᵀ eᵀ.</summary>
    public override void ApplyAdjoint(ReadOnlySpan<LayerFactors> layers)
    {
        foreach (var (error, weights, feedback, _) in layers)
        {
            Multiply(new(weights.Values, feedback.Columns, false), new(error.Values, error.Columns, false), feedback, error.Columns);
        }
    }

    /// <summary>(eᵀz)ᵀ = zᵀ e: e lies there as eᵀ.</summary>
    public override void Correlate(ReadOnlySpan<LayerFactors> layers)
    {
        foreach (var (error, z, gradient, _) in layers)
        {
            Multiply(new(z.Values, z.Columns, false), new(error.Values, error.Columns, true), gradient, z.Rows);
        }
    }

    public override void Dispose() => _blas.Library.Dispose();

    private void Multiply(BlasOperand a, BlasOperand b, AcceleratorMatrix c, int inner)
    {
        if (c.Length > 0)
        {
            _blas.Multiply(a, b, c.Values, c.Columns, inner);
        }
    }
}
