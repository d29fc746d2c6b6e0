using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Blocks;

/// <summary>
/// The Newton system of a block Θ_ℓ: (∇²h + (1/s) Σ f′ᵀ E f′) w = −∇(f + h), with D = I. Where all terms are quadratic and the map is dense it is a ridge regression.
/// </summary>
/// <remarks>Source: docs/mathematics.md §5.2.</remarks>
internal sealed class ParameterNewton : NewtonSystem
{
    private readonly ComputeDevice _device;
    private readonly ParameterProblem _problem;
    private readonly TermEvaluation _term;
    private readonly DeviceParameters _point;
    private readonly DeviceParameters[] _gradients;
    private readonly TermCurvature[] _curvatures;
    private readonly LayerInput[] _inputs;
    private readonly RidgeRegression? _ridge;
    private int _samples;

    /// <summary>Creates the system.</summary>
    /// <param name="setting">Of the block; it knows the terms.</param>
    /// <param name="problem">The problem, for h.</param>
    /// <param name="term">What evaluates the terms.</param>
    /// <param name="buffers">A version of Θ and a gradient of every term, which are overwritten.</param>
    public ParameterNewton(ParameterSetting setting, ParameterProblem problem, TermEvaluation term, (DeviceParameters Point, DeviceParameters[] Gradients) buffers)
    {
        (_device, _problem, _term, _point, _gradients) = (setting.Device, problem, term, buffers.Point, buffers.Gradients);
        _curvatures = [.. setting.Terms.Select(of => new TermCurvature(_device, term, of.Term.Penalty, (of.Capacity, setting.Map.Outputs)))];
        _inputs = new LayerInput[setting.Terms.Length];
        _ridge = RidgeRegression.Serves(setting) ? new RidgeRegression(setting) : null;
    }

    /// <summary>
    /// Whether the block has one: its update asks for it, x is affine in Θ, all errors are gradients of something with a known second derivative, and h is smooth.
    /// </summary>
    public static bool Serves(ParameterSetting setting) => setting.Update.UsesCurvature && setting.Device.HasSlopes
        && setting.Map.IsAffineInParameters && setting.Penalty.Sparsity == 0
        && setting.Terms.All(of => of.Term is { Sign: 1, Penalty.HasCurvature: true });

    /// <summary>The memory of the system.</summary>
    public static Footprint Footprint(ParameterSetting setting) => !Serves(setting) ? Kernels.Footprint.Nothing
        : setting.Terms.Aggregate(RidgeRegression.Footprint(setting), (sum, of) => sum + TermCurvature.Footprint(of.Capacity, setting.Map.Outputs));

    /// <summary>Takes another problem with other samples.</summary>
    public void Pose(int samples)
    {
        _samples = samples;
        _ridge?.Forget();
    }

    /// <summary>Takes the point at which a term was evaluated last.</summary>
    /// <param name="i">The term.</param>
    /// <param name="input">What the map read.</param>
    public void Take(int i, LayerInput input)
    {
        _inputs[i] = input;
        _curvatures[i].Take(_term.Preactivation);
    }

    /// <inheritdoc/>
    public override void Begin(DeviceMatrix right)
    {
        _problem.SteepestDescent(right);
        _device.Clear(_point.Flat);
        _device.Pack(_point);
        for (var i = 0; i < _inputs.Length; i++)
        {
            _curvatures[i].Begin(_inputs[i], _point);
        }
    }

    /// <inheritdoc/>
    public override bool TrySolve(DeviceMatrix right, DeviceMatrix solution) => _ridge?.TrySolve(_inputs, right, solution) ?? false;

    /// <inheritdoc/>
    public override void Weigh(DeviceMatrix v, DeviceMatrix image) => _device.Copy(v, image);

    /// <inheritdoc/>
    public override void Apply(DeviceMatrix v, DeviceMatrix image, DeviceMatrix result)
    {
        var all = Portion.All(result);
        _device.Copy(image, _point.Flat);
        _device.Pack(_point);
        _device.Scale(v, (Real)Shift, result, all);
        _problem.AddCurvature(v, result);
        for (var i = 0; i < _inputs.Length; i++)
        {
            _term.Operator.Correlate(_curvatures[i].Along(_inputs[i], _point), _inputs[i], _point, _gradients[i]);
            _device.Combine(result, (Real)(1.0 / _samples), _gradients[i].Flat, result, all);
        }
    }

    /// <inheritdoc/>
    public override void End(DeviceMatrix solution, DeviceMatrix next) => _device.Combine(_problem.Current, 1, solution, next, Portion.All(next));
}
