using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;

namespace LiftedActors.Model.Blocks;

/// <summary>A term μC(z, f(z₋, Θ)) evaluated by a block that does not own it, at points of its own choice, with buffers of its own.</summary>
/// <param name="device">Where the values lie.</param>
/// <param name="map">The layer map f.</param>
/// <param name="capacity">The most samples.</param>
internal sealed class TermEvaluation(ComputeDevice device, LayerMap map, int capacity)
{
    private readonly LayerOperator _operator = device.CreateOperator(map, capacity);
    private readonly DeviceMatrix _preactivation = device.CreateMatrix(capacity, map.Outputs);
    private readonly DeviceMatrix _error = device.CreateMatrix(capacity, map.Outputs);

    /// <summary>The layer map.</summary>
    public LayerOperator Operator => _operator;

    /// <summary>x at the point of the last <see cref="Value"/>.</summary>
    public DeviceMatrix Preactivation => _preactivation;

    /// <summary>The memory of the buffers.</summary>
    public static Footprint Footprint(LayerMap map, int capacity) =>
        map.OperatorFootprint(capacity) + (2 * Matrix.Footprint(Kernels.Footprint.Evaluations, capacity, map.Outputs));

    /// <summary>λ|z|₁ of a penalty that has it, summed over the samples.</summary>
    public static double Sparsity(ComputeDevice device, LayerPenalty penalty, DeviceMatrix z) =>
        penalty.Sparsity == 0 ? 0 : penalty.Sparsity * device.Magnitudes(z, Portion.All(z)).Sum;

    /// <summary>The term, summed over the samples.</summary>
    /// <param name="penalty">μC.</param>
    /// <param name="input">z₋, and the input of the network where the map reads it.</param>
    /// <param name="parameters">Θ.</param>
    /// <param name="z">z.</param>
    public double Value(LayerPenalty penalty, LayerInput input, DeviceParameters parameters, DeviceMatrix z)
    {
        _operator.Apply(input, parameters, _preactivation);
        return device.Error(penalty, _preactivation, z, _error);
    }

    /// <summary>The gradient in z₋ at the point of the last <see cref="Value"/>.</summary>
    public void Feedback(DeviceParameters parameters, DeviceMatrix feedback) => _operator.ApplyAdjoint(_error, parameters, feedback);

    /// <summary>The gradient in Θ at the point of the last <see cref="Value"/>.</summary>
    public void Correlate(LayerInput input, DeviceParameters parameters, DeviceParameters gradient) =>
        _operator.Correlate(_error, input, parameters, gradient);
}
