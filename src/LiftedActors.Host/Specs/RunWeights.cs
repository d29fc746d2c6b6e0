namespace LiftedActors.Host.Specs;

/// <summary>Which weights of a run.</summary>
public enum RunWeights
{
    /// <summary>Those of the lifted run at its end, or so far.</summary>
    Last,

    /// <summary>Those of the lifted run after its best epoch.</summary>
    Best,

    /// <summary>Those of the baseline at its end.</summary>
    Baseline,

    /// <summary>Those of the baseline after its best epoch.</summary>
    BaselineBest,
}
