using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Blocks;

/// <summary>The problem of a free block Z_0,s that can be evaluated anywhere: αJ and the term of layer 1, while Z_1 rests.</summary>
internal sealed class EvaluatedInputProblem : InputProblem
{
    private readonly LayerPenalty _penalty;
    private readonly TermEvaluation _above;
    private readonly FeedbackValue _feedback;
    private readonly DeviceMatrix[] _workspace;
    private LayerReads _reads;

    public EvaluatedInputProblem(InputSetting setting, RegularisedRows prior)
        : base(setting.Device, prior)
    {
        var (map, penalty) = setting.Above!.Value;
        _penalty = penalty;
        _above = new TermEvaluation(Device, map, setting.Capacity);
        _feedback = new FeedbackValue(Device.CreateMatrix(setting.Capacity, setting.Width));
        _workspace = [.. Enumerable.Range(0, setting.Update.Workspaces).Select(_ => Device.CreateMatrix(setting.Capacity, setting.Width))];
    }

    /// <summary>The memory of the problem.</summary>
    public static Footprint Footprint(InputSetting setting) => TermEvaluation.Footprint(setting.Above!.Value.Map, setting.Capacity)
        + ((1 + setting.Update.Workspaces) * Matrix.Footprint(Kernels.Footprint.Evaluations, setting.Capacity, setting.Width));

    /// <inheritdoc/>
    public override IReadOnlyList<DeviceMatrix> Workspace => _workspace;

    /// <summary>Poses the problem; nothing is evaluated yet.</summary>
    /// <param name="above">z_1 and Θ_1.</param>
    /// <param name="current">z.</param>
    /// <param name="next">Receives the new z.</param>
    public void Pose(LayerReads above, DeviceMatrix current, DeviceMatrix next)
    {
        _reads = above;
        foreach (var buffer in _workspace)
        {
            buffer.Resize(current.Rows);
        }

        _feedback.Curvature = _penalty.Curvature * above.Parameters.SquaredNorm;
        _feedback.CertifiedCurvature = _penalty.Curvature * above.Parameters.CertifiedSquaredNorm;
        Pose(current, _feedback, next);
    }

    /// <inheritdoc/>
    public override double Value(DeviceMatrix point) =>
        _above.Value(_penalty, new LayerInput(point), _reads.Parameters.Packed, _reads.Below.Values) + Prior.Value(point);

    /// <inheritdoc/>
    public override double Linearise(DeviceMatrix point)
    {
        var value = Value(point);
        _above.Feedback(_reads.Parameters.Packed, _feedback.Values);
        Pose(point, _feedback, Next);
        return value;
    }
}
