using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Blocks;

/// <summary>
/// The problem of a free block Z_0,s: f(z) = C_1(z) with ∇f = A_1ᵀe_1, and h = αJ. Source: docs/mathematics.md §9.
/// </summary>
/// <param name="device">Where the values lie.</param>
/// <param name="prior">αJ over the samples of the shard.</param>
internal class InputProblem(ComputeDevice device, RegularisedRows prior) : BlockProblem
{
    private readonly WeightedMatrix[] _gradient = new WeightedMatrix[1];
    private DeviceMatrix _current = Matrix.Empty;
    private DeviceMatrix _next = Matrix.Empty;

    /// <inheritdoc/>
    public override double StrongConvexity => prior.StrongConvexity;

    /// <inheritdoc/>
    public override double Inexactness => prior.Gap;

    /// <inheritdoc/>
    public override ComputeDevice Device => device;

    /// <inheritdoc/>
    public override DeviceMatrix Current => _current;

    /// <inheritdoc/>
    public override DeviceMatrix Next => _next;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightedMatrix> Gradient => _gradient;

    /// <summary>αJ over the samples of the shard.</summary>
    protected RegularisedRows Prior => prior;

    /// <summary>Poses the problem for one step.</summary>
    /// <param name="current">z.</param>
    /// <param name="feedback">A_1ᵀe_1, with the constants of its term.</param>
    /// <param name="next">Receives the new z.</param>
    public void Pose(DeviceMatrix current, FeedbackValue feedback, DeviceMatrix next)
    {
        (_current, _next) = (current, next);
        _next.Resize(current.Rows);
        _gradient[0] = new WeightedMatrix(1, feedback.Values);
        (Lipschitz, CertifiedLipschitz) = (feedback.Curvature, feedback.CertifiedCurvature);
    }

    /// <inheritdoc/>
    public override void Retarget(DeviceMatrix next)
    {
        next.Resize(_current.Rows);
        _next = next;
    }

    /// <inheritdoc/>
    public override void Prox(double step) => prior.Prox(_next, step);

    /// <inheritdoc/>
    public override double ProximalGradient(double step)
    {
        if (double.IsPositiveInfinity(step))
        {
            throw new InvalidOperationException("A linear function and αJ need not have a minimiser; take steps of finite length for the input.");
        }

        device.Descend(_gradient, _current, step, _next);
        prior.Prox(_next, step);
        return SquaredMove();
    }

    /// <inheritdoc/>
    public override void Feasible() => throw new InvalidOperationException("A free input has no point where its own term vanishes.");
}
