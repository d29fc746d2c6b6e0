namespace LiftedActors.Model.Devices;

/// <summary>
/// A layer map on a device, with the workspace for batches of up to some number of samples. It belongs to one block.
/// </summary>
public abstract class LayerOperator
{
    /// <summary>x = f(z, Θ).</summary>
    /// <param name="input">What the map reads.</param>
    /// <param name="parameters">One version of Θ.</param>
    /// <param name="x">Receives samples × outputs.</param>
    public abstract void Apply(LayerInput input, DeviceParameters parameters, DeviceMatrix x);

    /// <summary>The adjoint in the activations: A(Θ)ᵀe.</summary>
    /// <param name="error">e, samples × outputs.</param>
    /// <param name="parameters">One version of Θ.</param>
    /// <param name="feedback">Receives samples × inputs.</param>
    public abstract void ApplyAdjoint(DeviceMatrix error, DeviceParameters parameters, DeviceMatrix feedback);

    /// <summary>The gradient of ⟨e, f(z, Θ)⟩ in Θ, summed over the samples, at what <see cref="Apply"/> was last given.</summary>
    /// <param name="error">e, samples × outputs.</param>
    /// <param name="input">What the map read then.</param>
    /// <param name="parameters">Θ of then.</param>
    /// <param name="gradient">Receives the shape of Θ.</param>
    public abstract void Correlate(DeviceMatrix error, LayerInput input, DeviceParameters parameters, DeviceParameters gradient);
}

/// <summary>What a layer map reads.</summary>
/// <param name="Activations">z, samples × inputs.</param>
/// <param name="Data">y, the input of the network for the same samples; null where the map does not read it.</param>
public readonly record struct LayerInput(DeviceMatrix Activations, DeviceMatrix? Data = null);
