using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Blocks;

/// <summary>
/// The problem of a block Z_ℓ,s: f(z) = C_{ℓ+1}(z) − μ⟨c, z⟩ with ∇f = Aᵀe − μc, and the proximable part h of the block's own penalty,
/// which is μ-strongly convex. The centre c is x or σ(x). Source: docs/mathematics.md §5.1.
/// </summary>
/// <param name="device">Where the values lie.</param>
/// <param name="penalty">The block's own penalty μC.</param>
/// <param name="x">The buffer of its pre-activation.</param>
/// <param name="centre">The buffer of c.</param>
internal class AuxiliaryProblem(ComputeDevice device, LayerPenalty penalty, DeviceMatrix x, DeviceMatrix centre) : BlockProblem
{
    private DeviceMatrix _current = Matrix.Empty;
    private DeviceMatrix _next = Matrix.Empty;
    private readonly WeightedMatrix[] _gradient = new WeightedMatrix[2];
    private FeedbackValue? _feedback;

    private ActivationPoint Point => new(_current, centre, _feedback!.Values);

    public override double StrongConvexity => penalty.Modulus;

    public override ComputeDevice Device => device;

    public override DeviceMatrix Current => _current;

    public override DeviceMatrix Next => _next;

    /// <summary>Poses the problem for one step.</summary>
    /// <param name="current">z.</param>
    /// <param name="feedback">Wᵀe of the layer above, with the constants of its term.</param>
    /// <param name="ownShare">What the block's own term adds to them where others move at once.</param>
    /// <param name="next">Receives the new z.</param>
    public void Pose(DeviceMatrix current, FeedbackValue feedback, double ownShare, DeviceMatrix next)
    {
        (_current, _feedback, _next) = (current, feedback, next);
        _next.Resize(current.Rows);
        (_gradient[0], _gradient[1]) = (new(1, feedback.Values), new((Real)(-penalty.Weight), centre));
        (Lipschitz, CertifiedLipschitz) = (feedback.Curvature + ownShare, feedback.CertifiedCurvature + ownShare);
    }

    /// <summary>Another place for the next point; for the forward pass nothing else counts.</summary>
    public override void Retarget(DeviceMatrix next)
    {
        next.Resize(x.Rows);
        _next = next;
    }

    public override IReadOnlyList<WeightedMatrix> Gradient => _gradient;

    public override void Prox(double step) => device.Prox(penalty, step, _next);

    public override double ProximalGradient(double step) =>
        device.MeasuredProximalGradient(penalty, Point, step, _next);

    internal override ProximalPass? Pass(double step) => new ProximalPass(penalty, Point, step, _next);

    public override void Feasible() => device.Activate(penalty.Activation, x, _next);
}
