using ILGPU;
using LiftedActors.Gpu.Devices;

namespace LiftedActors.Gpu.Products;

/// <summary>The three products of a layer on an accelerator, without what is added to them; see the model's Affine.</summary>
internal abstract class LayerProducts : IDisposable
{
    /// <summary>Names the products in a checkpoint.</summary>
    public abstract string Name { get; }

    /// <summary>x = z Wᵀ + b.</summary>
    /// <param name="z">samples × in.</param>
    /// <param name="weights">W, out × in.</param>
    /// <param name="bias">b; an invalid view for none.</param>
    /// <param name="x">Receives samples × out.</param>
    public abstract void Apply(AcceleratorMatrix z, AcceleratorMatrix weights, ArrayView<Real> bias, AcceleratorMatrix x);

    /// <summary>e W.</summary>
    public abstract void ApplyAdjoint(AcceleratorMatrix error, AcceleratorMatrix weights, AcceleratorMatrix feedback);

    /// <summary>eᵀz.</summary>
    public abstract void Correlate(AcceleratorMatrix error, AcceleratorMatrix z, AcceleratorMatrix gradient);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
