namespace LiftedActors.Host.Bench;

/// <summary>A way of training that a benchmark compares, at the best of some settings.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Train">The training of an experiment.</param>
/// <param name="RateKey">The key of the rate.</param>
/// <param name="Candidates">The settings to choose from.</param>
internal sealed record Contender(string Name, Func<Runs.Experiment, Training> Train, string RateKey, IReadOnlyList<Choice> Candidates)
{
    /// <summary>The rates that contenders choose from if nobody says otherwise.</summary>
    public static IReadOnlyList<double> Rates { get; } = [5e-4, 1e-3, 2e-3, 4e-3];

    /// <summary>The lifted method.</summary>
    public static Contender Lifted { get; } = new("lifted", Training.Lifted, "method.parameterUpdate.adam.rate", Choice.Grid(Rates, [new Start()]));

    /// <summary>Back-propagation from the same initial weights.</summary>
    public static Contender Backprop { get; } = new("back-propagation", Training.Backprop, "baseline.adam.rate", Choice.Grid(Rates, [new Start()]));
}
