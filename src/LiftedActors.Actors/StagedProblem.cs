using LiftedActors.Model.Formulations;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Solving.Continuations;

namespace LiftedActors.Actors;

/// <summary>A lifted problem whose penalty weights change between stages.</summary>
/// <param name="Lift">Lifts the problem with given weights.</param>
/// <param name="Start">The weights of the first stage.</param>
/// <param name="Rule">How they change.</param>
/// <param name="BatchesPerEpoch">The iterations of an epoch.</param>
public sealed record StagedProblem(Func<PenaltyWeights, LiftedObjective> Lift, PenaltyWeights Start, Continuation Rule, int BatchesPerEpoch)
{
    /// <summary>The iteration before which the stage ends that an iteration belongs to.</summary>
    internal int EndOf(int iteration)
    {
        var length = Rule.Epochs * BatchesPerEpoch;
        return ((iteration / length) + 1) * length;
    }
}
