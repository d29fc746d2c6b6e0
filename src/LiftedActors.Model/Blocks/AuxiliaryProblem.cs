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
    public void Pose(Matrix current, FeedbackValue feedback, Matrix next)
    {
        (_current, _feedback, _next) = (current, feedback, next);
        _next.Resize(current.Rows);
        (Lipschitz, CertifiedLipschitz) = (feedback.Curvature, feedback.CertifiedCurvature);
    }

    /// <summary>Another place for the next point; for the forward pass nothing else counts.</summary>
    public void Retarget(Matrix next)
    {
        next.Resize(x.Rows);
        _next = next;
    }

    public override GradientPart Gradient(int offset, int length) =>
        new((1, (Real)(-penalty.Weight)), _feedback!.Values.Values.Slice(offset, length), x.Values.Slice(offset, length));

    public override void Prox(ReadOnlySpan<Real> v, double step)
    {
        var width = _next.Columns;
        for (var row = 0; row < _next.Rows; row++)
        {
            penalty.Prox(v.Slice(row * width, width), step, _next.Row(row));
        }
    }

    public override double ProximalGradient(double step) => penalty.ProximalGradient(_current, x, _feedback!.Values, step, _next);

    public override void Feasible() => penalty.Potential.Activate(x, _next);
}
