using LiftedActors.Model.Blocks;
using LiftedActors.Model.Updates;

namespace LiftedActors.Actors.Tests.Problems;

/// <summary>Another update with something done after each step: it is told the steps taken and the problem.</summary>
internal sealed record FaultyUpdate(BlockUpdate Inner, Action<long, BlockProblem> Fault) : BlockUpdate
{
    public override UpdateGuarantee Guarantee => Inner.Guarantee;

    public override int Moments => Inner.Moments;

    public override bool NeedsLipschitz => Inner.NeedsLipschitz;

    public override bool Moves(BlockKind kind) => Inner.Moves(kind);

    public override double RequiredDecrease(BlockProblem problem, double squaredMove) => Inner.RequiredDecrease(problem, squaredMove);

    public override double Step(BlockProblem problem, UpdateMemory memory)
    {
        Inner.Step(problem, memory);
        Fault(memory.Steps, problem);
        return problem.SquaredMove();
    }
}
