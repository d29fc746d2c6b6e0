using LiftedActors.Model.Solving.Rates;

namespace LiftedActors.Model.Solving;

/// <summary>What happens to all parameters alike in the course of a training.</summary>
/// <param name="Rates">By which factor the rate of their update is multiplied.</param>
/// <param name="Epochs">All epochs.</param>
public sealed record ParameterCourse(RateSchedule Rates, int Epochs)
{
    /// <summary>The same rate and no penalty throughout.</summary>
    public static ParameterCourse Plain { get; } = new(new Constant(), 1);

    /// <summary>The penalty of the weights.</summary>
    public WeightPenalty Penalty { get; init; }

    /// <summary>The factor of an iteration.</summary>
    /// <param name="iteration">The iteration.</param>
    /// <param name="sampler">The batches.</param>
    public double Factor(int iteration, BatchSampler sampler) => Rates.Factor(Math.Min((double)iteration / sampler.BatchesPerEpoch, Epochs), Epochs);
}

/// <summary>The penalty R(W) = ½ρ|W|² + λ|W|₁ of all weights, not of biases, as a proximable part of the problem of every Θ.</summary>
/// <param name="Decay">The weight decay ρ ≥ 0.</param>
/// <param name="Sparsity">λ ≥ 0.</param>
public readonly record struct WeightPenalty(double Decay, double Sparsity)
{
    /// <summary>Whether there is none.</summary>
    public bool IsZero => Decay == 0 && Sparsity == 0;
}
