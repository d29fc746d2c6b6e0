using LiftedActors.Model.Inversion.Choices;

namespace LiftedActors.Model.Inversion;

/// <summary>Solves a single-layer problem to a gap, as rules that choose the weight ask for it.</summary>
public static class SingleLayerInversion
{
    private const int IterationsPerReport = 50;

    /// <summary>The solution: by a primal–dual iteration where the regulariser has composed parts, by FISTA where its proximal map has a closed form.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="relativeGap">The gap, in parts of the objective, that is small enough.</param>
    /// <param name="iterations">The most iterations.</param>
    public static InversionPoint Solve(SingleLayerProblem problem, double relativeGap = 1e-5, int iterations = 20_000)
    {
        var iteration = Iteration(problem);
        var report = iteration.Run(iterations, report => report.RelativeGap <= relativeGap, IterationsPerReport);
        return new InversionPoint(
            problem.Weight, report.Misfit, problem.Regulariser.Value(iteration.Solution), problem.SourceNorm(iteration.Solution), [.. iteration.Solution]);
    }

    /// <summary>The iteration that suits a problem.</summary>
    public static InversionIteration Iteration(SingleLayerProblem problem) =>
        problem.Weighted.DualSize == 0 ? new AcceleratedProximalGradient(problem)
        : problem.Misfit.Layer.Activation.Weakness == 0 ? new SplitPrimalDual(problem)
        : new PrimalDual(problem);
}
