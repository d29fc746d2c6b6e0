using LiftedActors.Model.Formulations;

namespace LiftedActors.Model.Solving.Continuations;

/// <summary>
/// How the weights of the penalties change from stage to stage: a function of the weights and of what the last stages came to. Within a
/// stage they are fixed, so that every promise of a method holds there.
/// </summary>
public abstract record Continuation
{
    /// <summary>Creates the rule.</summary>
    /// <param name="epochs">The epochs of a stage.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    private protected Continuation(int epochs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epochs);
        Epochs = epochs;
    }

    /// <summary>The epochs of a stage.</summary>
    public int Epochs { get; private protected init; }

    /// <summary>Whether the weights never change.</summary>
    public virtual bool IsFixed => false;

    /// <summary>The next weights with the cause; null where they stay.</summary>
    /// <param name="weights">The present weights.</param>
    /// <param name="report">What the stage came to.</param>
    /// <param name="before">What the one before it came to; null for the first.</param>
    public abstract WeightChange? Next(PenaltyWeights weights, StageReport report, StageReport? before);

    /// <summary>The rule with changes half as large.</summary>
    public abstract Continuation Slowed();

    /// <summary>Why the rule does not go with a method, as a sentence; null where it does.</summary>
    internal virtual string? Refusal(LiftedMethod method) => null;

    /// <summary>A factor above 1, for a constructor.</summary>
    private protected static double Factor(double factor) => factor > 1 && double.IsFinite(factor)
        ? factor
        : throw new ArgumentOutOfRangeException(nameof(factor), $"The factor must be above 1 and finite, which {factor} is not.");

    /// <summary>A positive number, for a constructor.</summary>
    private protected static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, $"{name} must be positive and finite, which {value} is not.");

    /// <summary>The factor halved towards 1.</summary>
    private protected static double Halved(double factor) => 1 + ((factor - 1) / 2);
}
