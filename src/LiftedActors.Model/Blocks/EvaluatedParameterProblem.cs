using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Blocks;

/// <summary>The problem of a block Θ_ℓ that can be evaluated anywhere: the terms of the layer on all shards, while their activations rest.</summary>
internal sealed class EvaluatedParameterProblem : ParameterProblem
{
    private readonly ParameterSetting _setting;
    private readonly TermEvaluation _term;
    private readonly InputBounds? _bounds;
    private readonly DeviceParameters _point;
    private readonly DeviceParameters[] _gradients;
    private readonly DeviceMatrix[] _workspace;
    private readonly (LayerInput Input, DeviceMatrix Target)[] _reads;
    private readonly ParameterNewton? _newton;
    private (double Estimated, double Certified) _lipschitz;
    private int _samples;

    /// <summary>Creates the problem.</summary>
    /// <param name="setting">Of the block; it knows the terms.</param>
    /// <param name="anchor">Θᵏ; not read for τ = ∞.</param>
    public EvaluatedParameterProblem(ParameterSetting setting, DeviceMatrix anchor)
        : base(setting.Device, anchor, setting.ProximalStep)
    {
        _setting = setting;
        _term = new TermEvaluation(Device, setting.Map, Capacity(setting));
        _bounds = setting.Update.NeedsLipschitz ? Device.CreateInputBounds(setting.Map, Capacity(setting)) : null;
        _point = Device.CreateParameters(setting.Map);
        _gradients = [.. setting.Terms.Select(_ => Device.CreateGradient(setting.Map))];
        _newton = ParameterNewton.Serves(setting) ? new ParameterNewton(setting, this, _term, (_point, _gradients)) : null;
        _workspace = [.. Enumerable.Range(0, setting.Update.Workspaces).Select(_ => Device.CreateMatrix(1, _point.Flat.Length))];
        _reads = new (LayerInput, DeviceMatrix)[setting.Terms.Length];
    }

    /// <summary>The memory of the problem.</summary>
    public static Footprint Footprint(ParameterSetting setting) => TermEvaluation.Footprint(setting.Map, Capacity(setting))
        + (setting.Update.NeedsLipschitz ? setting.Map.InputBoundsFootprint(Capacity(setting)) : Kernels.Footprint.Nothing)
        + setting.Map.ParametersFootprint
        + (setting.Terms.Length * Networks.LayerParameters.Footprint(Kernels.Footprint.Summands, setting.Map))
        + (setting.Update.Workspaces * Kernels.Footprint.OfArray<Real>(Kernels.Footprint.UpdateMemory, setting.Map.ParameterCount))
        + ParameterNewton.Footprint(setting);

    /// <inheritdoc/>
    public override IReadOnlyList<DeviceMatrix> Workspace => _workspace;

    /// <inheritdoc/>
    public override NewtonSystem? Newton => _newton;

    /// <summary>Poses the problem; nothing is evaluated yet but the bounds.</summary>
    /// <param name="reads">Of every term: z_ℓ, z_{ℓ−1} and, for a map that reads it, the input of the network.</param>
    /// <param name="current">Θ.</param>
    /// <param name="next">Receives the new Θ.</param>
    public void Pose(ReadOnlySpan<BlockValue> reads, DeviceMatrix current, DeviceMatrix next)
    {
        var each = reads.Length / _reads.Length;
        (_samples, _lipschitz) = (0, default);
        if (_bounds is not null)
        {
            Move(current);
        }

        for (var i = 0; i < _reads.Length; i++)
        {
            var of = reads.Slice(i * each, each);
            var input = new LayerInput(((ActivationValue)of[1]).Values, each > 2 ? ((ActivationValue)of[2]).Values : null);
            _reads[i] = (input, ((ActivationValue)of[0]).Values);
            var (penalty, sign) = _setting.Terms[i].Term;
            _samples += sign > 0 ? input.Activations.Rows : 0;
            if (_bounds is not null)
            {
                _lipschitz.Estimated += penalty.Curvature * _bounds.Estimate(input, _point);
                _lipschitz.Certified += penalty.Curvature * _bounds.Certified(input, _point);
            }
        }

        _lipschitz = (_lipschitz.Estimated / _samples, _lipschitz.Certified / _samples);
        _newton?.Pose(_samples);
        Pose(current, next, _lipschitz);
    }

    /// <inheritdoc/>
    public override double Value(DeviceMatrix point)
    {
        Move(point);
        var total = 0.0;
        for (var i = 0; i < _reads.Length; i++)
        {
            total += Term(i);
        }

        return (total / _samples) + Proximity(point);
    }

    /// <inheritdoc/>
    public override double Linearise(DeviceMatrix point)
    {
        Move(point);
        Begin(_samples);
        var total = 0.0;
        for (var i = 0; i < _reads.Length; i++)
        {
            total += Term(i);
            _term.Correlate(_reads[i].Input, _point, _gradients[i]);
            Add(_gradients[i], _setting.Terms[i].Term.Sign);
            _newton?.Take(i, _reads[i].Input);
        }

        Pose(point, Next, _lipschitz);
        return (total / _samples) + Proximity(point);
    }

    private static int Capacity(ParameterSetting setting) => setting.Terms.Max(term => term.Capacity);

    private void Move(DeviceMatrix point)
    {
        Device.Copy(point, _point.Flat);
        Device.Pack(_point);
    }

    private double Term(int i)
    {
        var (penalty, sign) = _setting.Terms[i].Term;
        return sign * _term.Value(penalty, _reads[i].Input, _point, _reads[i].Target);
    }
}
