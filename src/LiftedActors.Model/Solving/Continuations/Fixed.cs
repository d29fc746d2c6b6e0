using LiftedActors.Model.Formulations;

namespace LiftedActors.Model.Solving.Continuations;

/// <summary>The weights never change.</summary>
public sealed record Fixed() : Continuation(1)
{
    /// <inheritdoc/>
    public override bool IsFixed => true;

    /// <inheritdoc/>
    public override WeightChange? Next(PenaltyWeights weights, StageReport report, StageReport? before) => null;

    /// <inheritdoc/>
    public override Continuation Slowed() => this;
}
