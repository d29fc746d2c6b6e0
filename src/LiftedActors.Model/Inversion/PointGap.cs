namespace LiftedActors.Model.Inversion;

/// <summary>The duality gap of a point that some method found, which left no dual variables.</summary>
public static class PointGap
{
    private const double InnerTolerance = 1e-12;
    private const int InnerSteps = 20_000;

    /// <summary>
    /// The gap at u with the dual variables of the proximal-gradient step from there: p of prox_{ταJ}(u − τ∇), which at a minimiser, where the step rests, are those of the minimiser.
    /// </summary>
    /// <param name="problem">The problem.</param>
    /// <param name="u">The point.</param>
    public static DualityGap At(SingleLayerProblem problem, ReadOnlySpan<Real> u)
    {
        var (weighted, evaluation) = (problem.Weighted, problem.Misfit.Evaluate());
        if (weighted.DualSize == 0)
        {
            return DualityGap.At(problem, u, []);
        }

        var (gradient, moved, step) = (new Real[u.Length], new Real[u.Length], 1 / problem.Misfit.Lipschitz);
        evaluation.At(u);
        evaluation.Gradient(gradient);
        Kernels.VectorKernels.Combine(u, (Real)(-step), gradient, gradient);
        var workspace = weighted.CreateWorkspace();
        workspace.IterationLimit = InnerSteps;
        weighted.Prox(gradient, step, InnerTolerance, moved, workspace);
        return DualityGap.At(problem, u, workspace.Dual.Span);
    }
}
