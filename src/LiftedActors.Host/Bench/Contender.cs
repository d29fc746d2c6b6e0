namespace LiftedActors.Host.Bench;

/// <summary>A way of training that a benchmark compares, at the best of some settings.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Train">The training of an experiment.</param>
/// <param name="RateKey">The key of the rate.</param>
/// <param name="Scales">The scales of the initial weights to choose from.</param>
internal sealed record Contender(string Name, Func<Runs.Experiment, Training> Train, string RateKey, IReadOnlyList<double> Scales)
{
    /// <summary>The lifted method.</summary>
    public static Contender Lifted { get; } = new("lifted", Training.Lifted, "method.parameterUpdate.adam.rate", [1]);

    /// <summary>Back-propagation from the same initial weights.</summary>
    public static Contender Backprop { get; } = new("back-propagation", Training.Backprop, "baseline.adam.rate", [1]);

    /// <summary>Back-propagation from the best of four scales of the initial weights.</summary>
    public static Contender ScaledBackprop { get; } = Backprop with { Name = "back-propagation, best scale", Scales = [1, 1.5, 2, 3] };
}
