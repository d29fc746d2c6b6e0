using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Blocks;

/// <summary>The problem of a block Z_ℓ,s that can be evaluated anywhere: its own term and that of the layer above, while both rest.</summary>
internal sealed class EvaluatedAuxiliaryProblem : AuxiliaryProblem
{
    private readonly TermSetting _setting;
    private readonly LayerPenalty _penaltyAbove;
    private readonly TermEvaluation _above;
    private readonly FeedbackValue _feedback;
    private readonly DeviceMatrix _preactivation;
    private readonly DeviceMatrix _error;
    private readonly DeviceMatrix[] _workspace;
    private readonly AuxiliaryNewton? _newton;
    private LayerReads _reads;
    private DeviceMatrix _target = Matrix.Empty;

    /// <summary>Creates the problem.</summary>
    /// <param name="setting">Of the block; it knows the layer above.</param>
    /// <param name="x">The buffer of its pre-activation.</param>
    /// <param name="centre">The buffer of the centre of its penalty.</param>
    public EvaluatedAuxiliaryProblem(TermSetting setting, DeviceMatrix x, DeviceMatrix centre)
        : base(setting.Device, setting.Penalty, x, centre)
    {
        var width = setting.Layer.Map.Outputs;
        var (map, penalty) = setting.Above!.Value;
        (_setting, _penaltyAbove, _preactivation) = (setting, penalty, x);
        _above = new TermEvaluation(Device, map, setting.Capacity);
        _feedback = new FeedbackValue(Device.CreateMatrix(setting.Capacity, width));
        _error = Device.CreateMatrix(setting.Capacity, width);
        _newton = AuxiliaryNewton.Serves(setting) ? new AuxiliaryNewton(setting, _above, centre) : null;
        _workspace = [.. Enumerable.Range(0, setting.Update.Workspaces).Select(_ => Device.CreateMatrix(setting.Capacity, width))];
    }

    /// <summary>The memory of the problem.</summary>
    public static Footprint Footprint(TermSetting setting) => TermEvaluation.Footprint(setting.Above!.Value.Map, setting.Capacity)
        + ((2 + setting.Update.Workspaces) * Matrix.Footprint(Kernels.Footprint.Evaluations, setting.Capacity, setting.Layer.Map.Outputs))
        + AuxiliaryNewton.Footprint(setting);

    /// <inheritdoc/>
    public override IReadOnlyList<DeviceMatrix> Workspace => _workspace;

    /// <inheritdoc/>
    public override NewtonSystem? Newton => _newton;

    /// <summary>Poses the problem; nothing is evaluated yet.</summary>
    /// <param name="above">z_{ℓ+1}, Θ_{ℓ+1} and, for a map that reads it, the input of the network.</param>
    /// <param name="current">z.</param>
    /// <param name="next">Receives the new z.</param>
    public void Pose(LayerReads above, DeviceMatrix current, DeviceMatrix next)
    {
        (_reads, _target) = (above, above.Below.Values);
        foreach (var buffer in _workspace)
        {
            buffer.Resize(current.Rows);
        }

        _feedback.Curvature = _penaltyAbove.Curvature * above.Parameters.SquaredNorm;
        _feedback.CertifiedCurvature = _penaltyAbove.Curvature * above.Parameters.CertifiedSquaredNorm;
        Pose(current, _feedback, 0, next);
    }

    /// <inheritdoc/>
    public override double Value(DeviceMatrix point) =>
        _above.Value(_penaltyAbove, Input(point), _reads.Parameters.Packed, _target) + Device.Error(_setting.Penalty, _preactivation, point, _error)
        + TermEvaluation.Sparsity(Device, _setting.Penalty, point);

    /// <inheritdoc/>
    public override double Linearise(DeviceMatrix point)
    {
        var value = Value(point);
        _above.Feedback(_reads.Parameters.Packed, _feedback.Values);
        Pose(point, _feedback, 0, Next);
        _newton?.Take(point, _feedback.Values, (_reads.Parameters.Packed, _reads.Data?.Values));
        return value;
    }

    private LayerInput Input(DeviceMatrix z) => new(z, _reads.Data?.Values);
}
