namespace LiftedActors.Host.Runs;

/// <summary>The two ways of training that a run compares.</summary>
public enum TrainingKind
{
    /// <summary>The lifted method.</summary>
    Lifted,

    /// <summary>Back-propagation, the baseline.</summary>
    Backprop,
}
