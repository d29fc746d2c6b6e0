namespace LiftedActors.Model.Solving;

/// <summary>What one iteration works on: all samples, or a batch.</summary>
public abstract record OuterIteration
{
    /// <summary>The inner sweeps J of one iteration.</summary>
    public abstract int Sweeps { get; }

    /// <summary>The step τ of the proximal term |Θ − Θᵏ|²/(2τ); ∞ for none.</summary>
    public abstract double ProximalStep { get; }

    /// <summary>Samples of a batch.</summary>
    /// <param name="samples">All samples.</param>
    public abstract int BatchSize(int samples);
}

/// <summary>All samples in every iteration; the auxiliary activations persist from one to the next.</summary>
public sealed record FullBatch : OuterIteration
{
    /// <summary>Creates the iteration.</summary>
    /// <param name="sweeps">The sweeps of one iteration; between iterations lie reports, checkpoints and the stopping criterion.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public FullBatch(int sweeps = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sweeps);
        Sweeps = sweeps;
    }

    /// <inheritdoc/>
    public override int Sweeps { get; }

    /// <inheritdoc/>
    public override double ProximalStep => double.PositiveInfinity;

    /// <inheritdoc/>
    public override int BatchSize(int samples) => samples;
}

/// <summary>
/// The implicit stochastic gradient method: per batch S, Θᵏ⁺¹ = argmin over (Θ, Z) of F_S(Θ, Z) + |Θ − Θᵏ|²/(2τ), by J inner sweeps
/// from the forward pass. Source: docs/mathematics.md §7.
/// </summary>
public sealed record ImplicitStochasticGradient : OuterIteration
{
    private readonly int _batchSize;

    /// <summary>Creates the iteration.</summary>
    /// <param name="batchSize">Samples in a batch.</param>
    /// <param name="sweeps">The inner sweeps J.</param>
    /// <param name="proximalStep">τ &gt; 0; absent for none.</param>
    /// <exception cref="ArgumentException">A number is not positive, or τ is given with one inner sweep, where it has no effect.</exception>
    public ImplicitStochasticGradient(int batchSize = 200, int sweeps = 1, double proximalStep = double.PositiveInfinity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sweeps);
        if (!(proximalStep > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(proximalStep), $"proximalStep must be positive, which {proximalStep} is not.");
        }

        if (sweeps == 1 && !double.IsPositiveInfinity(proximalStep))
        {
            throw new ArgumentException(
                "proximalStep has no effect with one inner sweep: the proximal term vanishes at the point where the sweep begins. "
                + "Leave it out, or take at least two sweeps.",
                nameof(proximalStep));
        }

        (_batchSize, Sweeps, ProximalStep) = (batchSize, sweeps, proximalStep);
    }

    /// <inheritdoc/>
    public override int Sweeps { get; }

    /// <inheritdoc/>
    public override double ProximalStep { get; }

    /// <inheritdoc/>
    public override int BatchSize(int samples) => Math.Min(_batchSize, samples);
}
