using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Blocks;

/// <summary>
/// The problem of a block Z_ℓ,s: f(z) = C_{ℓ+1}(z) − μ⟨x, z⟩ with ∇f = Wᵀe − μx, and h = μφ, which is μ-strongly convex.
/// Source: docs/mathematics.md §5.1.
/// </summary>
/// <param name="penalty">The block's own penalty μB.</param>
/// <param name="x">The buffer of its pre-activation.</param>
internal sealed class AuxiliaryProblem(BregmanPenalty penalty, Matrix x) : BlockProblem
{
    private Matrix _current = Matrix.Empty;
    private Matrix _next = Matrix.Empty;
    private FeedbackValue? _feedback;

    public override double StrongConvexity => penalty.Weight;

    public override ReadOnlySpan<Real> Current => _current.Values;

    public override Span<Real> Next => _next.Values;

    /// <summary>Poses the problem for one step.</summary>
    /// <param name="current">z.</param>
    /// <param name="feedback">Wᵀe of the layer above, with the constants of its term.</param>
    /// <param name="ownShare">What the block's own term adds to them where others move at once.</param>
    /// <param name="next">Receives the new z.</param>
    public void Pose(Matrix current, FeedbackValue feedback, double ownShare, Matrix next)
    {
        (_current, _feedback, _next) = (current, feedback, next);
        _next.Resize(current.Rows);
        (Lipschitz, CertifiedLipschitz) = (feedback.Curvature + ownShare, feedback.CertifiedCurvature + ownShare);
    }

    /// <summary>Another place for the next point; for the forward pass nothing else counts.</summary>
    public void Retarget(Matrix next)
    {
        next.Resize(x.Rows);
        _next = next;
    }

    public override void Gradient(int offset, Span<Real> result) => VectorKernels.Combine(
        _feedback!.Values.Values.Slice(offset, result.Length), (Real)(-penalty.Weight), x.Values.Slice(offset, result.Length), result);

    public override void Prox(ReadOnlySpan<Real> v, double step)
    {
        var width = _next.Columns;
        for (var row = 0; row < _next.Rows; row++)
        {
            penalty.Prox(v.Slice(row * width, width), step, _next.Row(row));
        }
    }

    public override void ProximalGradient(double step) => penalty.ProximalGradient(_current, x, _feedback!.Values, step, _next);

    public override void Feasible() => penalty.Potential.Activate(x, _next);
}
