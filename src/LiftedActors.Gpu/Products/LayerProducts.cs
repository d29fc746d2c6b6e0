using LiftedActors.Gpu.Devices;

namespace LiftedActors.Gpu.Products;

/// <summary>The three products of a layer on an accelerator, without what is added to them; see the model's Affine.</summary>
internal abstract class LayerProducts : IDisposable
{
    /// <summary>Names the products in a checkpoint.</summary>
    public abstract string Name { get; }

    /// <summary>x = z Wᵀ + b.</summary>
    public abstract void Apply(AcceleratorMatrix z, AcceleratorParameters parameters, AcceleratorMatrix x);

    /// <summary>e W.</summary>
    public abstract void ApplyAdjoint(AcceleratorMatrix error, AcceleratorParameters parameters, AcceleratorMatrix feedback);

    /// <summary>eᵀz.</summary>
    public abstract void Correlate(AcceleratorMatrix error, AcceleratorMatrix z, AcceleratorMatrix weights);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
