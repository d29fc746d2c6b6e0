using LiftedActors.Model.Blocks;

namespace LiftedActors.Model.Updates;

/// <summary>
/// The prox-linear step v⁺ = prox_{h/L}(v − ∇f(v)/L) with L found by trial: doubled until F(v) − F(v⁺) ≥ (L + m)/2 |v⁺ − v|², halved after each step.
/// </summary>
/// <remarks>
/// It needs no Lipschitz constant, so that it serves where none is known: MAC-QP, whose error jumps, and maps that are not affine in their
/// parameters. Where no L helps, the block stays. Source: docs/mathematics.md §5.1, §5.3.
/// </remarks>
public sealed record Backtracking : BlockUpdate
{
    private const int MaximumDoublings = 60;

    /// <inheritdoc/>
    public override UpdateGuarantee Guarantee => UpdateGuarantee.Descent;

    /// <inheritdoc/>
    public override bool Evaluates => true;

    /// <inheritdoc/>
    public override bool Moves(BlockKind kind) => true;

    /// <inheritdoc/>
    public override double Step(BlockProblem problem, UpdateMemory memory)
    {
        var before = problem.Linearise(problem.Current);
        for (var trial = 0; trial < MaximumDoublings; trial++)
        {
            var lipschitz = Math.ScaleB(1, memory.CurvatureExponent);
            var squaredMove = problem.ProximalGradient(1 / lipschitz);
            if (Settlement.Accepts(before, problem.Value(problem.Next), ((lipschitz + problem.StrongConvexity) / 2 * squaredMove) - Slack(problem, lipschitz, squaredMove)))
            {
                memory.CurvatureExponent--;
                return squaredMove;
            }

            memory.CurvatureExponent++;
        }

        problem.Device.Copy(problem.Current, problem.Next);
        return 0;
    }

    /// <summary>What a prox with a gap ε may cost of the decrease: |d|√(2(L + m)ε) + ε.</summary>
    private static double Slack(BlockProblem problem, double lipschitz, double squaredMove) => problem.Inexactness == 0 ? 0
        : Math.Sqrt(2 * (lipschitz + problem.StrongConvexity) * problem.Inexactness * squaredMove) + problem.Inexactness;
}
