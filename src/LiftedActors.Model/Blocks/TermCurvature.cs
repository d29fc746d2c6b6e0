using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;

namespace LiftedActors.Model.Blocks;

/// <summary>
/// The second derivative of a term along directions in which x = f(z, Θ) is affine: E f′ with an element E of the generalised derivative of the error in x,
/// μ for a quadratic term and μ∂σ(x) for a Bregman distance.
/// </summary>
internal sealed class TermCurvature
{
    private readonly ComputeDevice _device;
    private readonly LayerPenalty _penalty;
    private readonly LayerOperator _operator;
    private readonly DeviceMatrix _preactivation;
    private readonly DeviceMatrix _activation;
    private readonly DeviceMatrix _constant;
    private readonly DeviceMatrix _change;

    /// <summary>Creates the buffers.</summary>
    /// <param name="device">Where the values lie.</param>
    /// <param name="term">The term, for its operator.</param>
    /// <param name="penalty">μC.</param>
    /// <param name="shape">The most samples, and the features of x.</param>
    public TermCurvature(ComputeDevice device, TermEvaluation term, LayerPenalty penalty, (int Capacity, int Features) shape)
    {
        (_device, _penalty, _operator) = (device, penalty, term.Operator);
        _preactivation = device.CreateMatrix(shape.Capacity, shape.Features);
        _activation = device.CreateMatrix(shape.Capacity, shape.Features);
        _constant = device.CreateMatrix(shape.Capacity, shape.Features);
        _change = device.CreateMatrix(shape.Capacity, shape.Features);
    }

    /// <summary>The memory of the buffers.</summary>
    public static Footprint Footprint(int capacity, int features) => 4 * Matrix.Footprint(Kernels.Footprint.Evaluations, capacity, features);

    /// <summary>Takes x, at which the second derivatives are; those of a quadratic term are the same everywhere.</summary>
    public void Take(DeviceMatrix preactivation)
    {
        if (_penalty.IsQuadratic)
        {
            return;
        }

        _preactivation.Resize(preactivation.Rows);
        _device.Copy(preactivation, _preactivation);
        _device.Activate(_penalty.Activation, _preactivation, _activation);
    }

    /// <summary>Takes what is not linear in the direction: f where the direction is zero.</summary>
    public void Begin(LayerInput zero, DeviceParameters parameters) => _operator.Apply(zero, parameters, _constant);

    /// <summary>E f′ of a direction; overwritten by the next.</summary>
    public DeviceMatrix Along(LayerInput input, DeviceParameters parameters)
    {
        _operator.Apply(input, parameters, _change);
        var all = Portion.All(_change);
        _device.Combine(_change, -1, _constant, _change, all);
        if (!_penalty.IsQuadratic)
        {
            _device.PullBack(_penalty.Activation, _preactivation, _activation, _change);
        }

        _device.Scale(_change, (Real)_penalty.Weight, _change, all);
        return _change;
    }
}
