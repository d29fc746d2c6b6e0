using LiftedActors.Model.Devices;

namespace LiftedActors.Model.Networks.Structured;

/// <summary>
/// What a <see cref="ComputeDevice"/> has to know beside its own operations, so that the expressions of structured maps can be evaluated on it:
/// linear operations, parts of features, and biases. All else of an expression is sums and copies.
/// </summary>
public abstract class ExpressionDevice
{
    /// <summary>The device.</summary>
    public abstract ComputeDevice Device { get; }

    /// <summary>An operation with the workspace for batches of up to <paramref name="capacity"/> samples.</summary>
    /// <exception cref="NotSupportedException">The device has no such operation.</exception>
    public abstract DeviceOperation CreateOperation(LinearOperation operation, int capacity);

    /// <summary>
    /// Copies features of every sample: those of <paramref name="source"/> from an offset to those of <paramref name="target"/> from an offset, as many as
    /// both have.
    /// </summary>
    public abstract void CopyFeatures(DeviceMatrix source, int from, DeviceMatrix target, int to);

    /// <summary>Adds features of every sample, as <see cref="CopyFeatures"/> copies them.</summary>
    public abstract void AddFeatures(DeviceMatrix source, int from, DeviceMatrix target, int to);

    /// <summary>value = weight · bias at every position of every sample.</summary>
    public abstract void SetBias(Bias bias, DeviceParameters parameters, Real weight, DeviceMatrix value);

    /// <summary>The tensor of the bias in the gradient += Σ of e over the samples and the positions of a channel.</summary>
    public abstract void AddBias(Bias bias, DeviceMatrix e, DeviceParameters gradient);
}

/// <summary>A linear operation K on a device, with its workspace. Parameters are one version of Θ, of which K reads its tensor.</summary>
public abstract class DeviceOperation
{
    /// <summary>result = K v for every sample; the result has their number.</summary>
    public abstract void Apply(DeviceMatrix v, DeviceParameters parameters, DeviceMatrix result);

    /// <summary>result = Kᵀ e for every sample; the result has their number.</summary>
    public abstract void ApplyAdjoint(DeviceMatrix e, DeviceParameters parameters, DeviceMatrix result);

    /// <summary>The tensor of the operation in the gradient += the gradient of Σ ⟨e, K v⟩ over the samples.</summary>
    /// <exception cref="InvalidOperationException">The operation has no tensor.</exception>
    public abstract void AddGradient(DeviceMatrix e, DeviceMatrix v, DeviceParameters gradient);
}
