using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Blocks;

/// <summary>
/// The Newton system of a block Z_ℓ,s. With v(z) = c − Aᵀe(z)/μ the minimiser is the z with z = prox_P(v(z)). Linearised at z, with D ∈ ∂prox_P(v), K = AᵀEA and
/// r = z − prox_P(v), the change w of v solves (μ + K D) w = K r, and prox_P(v + w) is the next point.
/// </summary>
/// <remarks>Source: docs/mathematics.md §5.1.</remarks>
internal sealed class AuxiliaryNewton : NewtonSystem
{
    private readonly ComputeDevice _device;
    private readonly LayerPenalty _penalty;
    private readonly TermEvaluation _term;
    private readonly TermCurvature _curvature;
    private readonly DeviceMatrix _centre;
    private readonly DeviceMatrix _point;
    private readonly DeviceMatrix _image;
    private readonly DeviceMatrix _residual;
    private (DeviceMatrix Z, DeviceMatrix Feedback) _at;
    private (DeviceParameters Parameters, DeviceMatrix? Data) _above;

    /// <summary>Creates the system.</summary>
    /// <param name="setting">Of the block; it knows the layer above.</param>
    /// <param name="term">The term of the layer above.</param>
    /// <param name="centre">The buffer of c.</param>
    public AuxiliaryNewton(TermSetting setting, TermEvaluation term, DeviceMatrix centre)
    {
        var (map, penalty) = setting.Above!.Value;
        (_device, _penalty, _term, _centre) = (setting.Device, setting.Penalty, term, centre);
        _curvature = new TermCurvature(_device, term, penalty, (setting.Capacity, map.Outputs));
        _point = _device.CreateMatrix(setting.Capacity, map.Inputs);
        _image = _device.CreateMatrix(setting.Capacity, map.Inputs);
        _residual = _device.CreateMatrix(setting.Capacity, map.Inputs);
        _at = (_point, _point);
    }

    /// <summary>Whether the block has one: its update asks for it, and the error above is the gradient of something with a known second derivative.</summary>
    public static bool Serves(TermSetting setting) => setting.Update.UsesCurvature && setting.Device.HasSlopes && setting.Above!.Value.Penalty.HasCurvature;

    /// <summary>The memory of the system.</summary>
    public static Footprint Footprint(TermSetting setting) => !Serves(setting) ? Kernels.Footprint.Nothing
        : TermCurvature.Footprint(setting.Capacity, setting.Above!.Value.Map.Outputs)
            + (3 * Matrix.Footprint(Kernels.Footprint.Evaluations, setting.Capacity, setting.Layer.Map.Outputs));

    /// <summary>Takes the point at which the term above was evaluated last.</summary>
    /// <param name="z">The point.</param>
    /// <param name="feedback">Aᵀe there.</param>
    /// <param name="above">Θ_{ℓ+1} and, for a map that reads it, the input of the network.</param>
    public void Take(DeviceMatrix z, DeviceMatrix feedback, (DeviceParameters Parameters, DeviceMatrix? Data) above) => (_at, _above) = ((z, feedback), above);

    /// <inheritdoc/>
    public override void Begin(DeviceMatrix right)
    {
        _curvature.Take(_term.Preactivation);
        _device.Clear(right);
        _curvature.Begin(new LayerInput(right, _above.Data), _above.Parameters);
        _point.Resize(_at.Z.Rows);
        _residual.Resize(_at.Z.Rows);
        var all = Portion.All(_point);
        _device.Combine(_centre, (Real)(-1 / _penalty.Weight), _at.Feedback, _point, all);
        _device.Activate(_penalty.Proximable, _point, _image);
        _device.Combine(_at.Z, -1, _image, _residual, all);
        Curve(_residual, right);
    }

    /// <inheritdoc/>
    public override void Weigh(DeviceMatrix v, DeviceMatrix image)
    {
        _device.Copy(v, image);
        _device.PullBack(_penalty.Proximable, _point, _image, image);
    }

    /// <inheritdoc/>
    public override void Apply(DeviceMatrix v, DeviceMatrix image, DeviceMatrix result)
    {
        Curve(image, result);
        _device.Combine(result, (Real)_penalty.Weight, v, result, Portion.All(result));
    }

    /// <summary>v + w once more from the change D w − r of z: what conjugate gradients leave open where D vanishes is in it.</summary>
    public override void End(DeviceMatrix solution, DeviceMatrix next)
    {
        var all = Portion.All(_point);
        Weigh(solution, next);
        _device.Combine(next, -1, _residual, next, all);
        Curve(next, _residual);
        _device.Combine(_point, (Real)(-1 / _penalty.Weight), _residual, next, all);
        _device.Activate(_penalty.Proximable, next, next);
    }

    /// <summary>result = K direction.</summary>
    private void Curve(DeviceMatrix direction, DeviceMatrix result) =>
        _term.Operator.ApplyAdjoint(_curvature.Along(new LayerInput(direction, _above.Data), _above.Parameters), _above.Parameters, result);
}
