using System.Text.Json.Nodes;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Host.Specs;

/// <summary>An experiment: a task, a network, a lifted method, and the conventional baseline beside it. Every part has been checked.</summary>
public sealed record ExperimentSpec
{
    /// <summary>The name; run folders begin with it.</summary>
    public required string Name { get; init; }

    /// <summary>The data and what happens to them.</summary>
    public required TaskSpec Task { get; init; }

    /// <summary>The network.</summary>
    public required Network Network { get; init; }

    /// <summary>How the network was built, for images of other sizes.</summary>
    public required NetworkDesign Design { get; init; }

    /// <summary>The initial weights.</summary>
    public required Initialisation Initialisation { get; init; }

    /// <summary>The lifted method.</summary>
    public required LiftedMethod Method { get; init; }

    /// <summary>The update of back-propagation on the same network; null for no baseline.</summary>
    public BlockUpdate? Baseline { get; init; }

    /// <summary>Whether back-propagation is trained alone, in the place of the lifted method.</summary>
    public bool IsBaselineAlone { get; init; }

    /// <summary>Whether the last layer is fitted exactly at the end of the lifted training.</summary>
    public bool Postprocess { get; init; }

    /// <summary>How long a training goes on, and what is kept of it.</summary>
    public required TrainingSpec Training { get; init; }

    /// <summary>The passes over the training data, at most.</summary>
    public int Epochs => Training.Epochs;

    /// <summary>The one seed of everything random.</summary>
    public required long Seed { get; init; }

    /// <summary>When checkpoints are taken.</summary>
    public required CheckpointSpec Checkpoints { get; init; }

    /// <summary>The whole spec with every default written out.</summary>
    public required JsonObject Resolved { get; init; }
}
