using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using LiftedActors.Gpu.Devices;

namespace LiftedActors.Gpu.Products;

/// <summary>What one product of a layer reads and writes.</summary>
/// <param name="Left">z or e, samples × features.</param>
/// <param name="Right">W, out × in, or z.</param>
/// <param name="Result">Overwritten.</param>
/// <param name="Bias">b; an invalid view for none.</param>
internal readonly record struct LayerFactors(AcceleratorMatrix Left, AcceleratorMatrix Right, AcceleratorMatrix Result, ArrayView<Real> Bias = default);

/// <summary>
/// The three products of a layer on an accelerator, or of up to sixteen layers of one shape at once, whose bits are those of one after the other; see
/// the model's Affine.
/// </summary>
internal abstract class LayerProducts : IDisposable
{
    /// <summary>Those of an accelerator in one of its streams: tiled ones, and cuBLAS for wide layers where it is found.</summary>
    public static LayerProducts For(AcceleratorStream stream)
    {
        var tiled = new TiledProducts(stream);
        return stream is CudaStream cuda && CudaBlas.TryOpen(cuda) is { } blas ? new ProductsBySize(tiled, blas) : tiled;
    }

    /// <summary>Names the products in a checkpoint.</summary>
    public abstract string Name { get; }

    /// <summary>x = z Wᵀ + b.</summary>
    public abstract void Apply(ReadOnlySpan<LayerFactors> layers);

    /// <summary>e W.</summary>
    public abstract void ApplyAdjoint(ReadOnlySpan<LayerFactors> layers);

    /// <summary>eᵀz.</summary>
    public abstract void Correlate(ReadOnlySpan<LayerFactors> layers);

    /// <summary>x = z Wᵀ + b.</summary>
    /// <param name="z">samples × in.</param>
    /// <param name="weights">W, out × in.</param>
    /// <param name="bias">b; an invalid view for none.</param>
    /// <param name="x">Receives samples × out.</param>
    public void Apply(AcceleratorMatrix z, AcceleratorMatrix weights, ArrayView<Real> bias, AcceleratorMatrix x) => Apply([new(z, weights, x, bias)]);

    /// <summary>e W.</summary>
    public void ApplyAdjoint(AcceleratorMatrix error, AcceleratorMatrix weights, AcceleratorMatrix feedback) => ApplyAdjoint([new(error, weights, feedback)]);

    /// <summary>eᵀz.</summary>
    public void Correlate(AcceleratorMatrix error, AcceleratorMatrix z, AcceleratorMatrix gradient) => Correlate([new(error, z, gradient)]);

    /// <inheritdoc/>
    public abstract void Dispose();
}
