using LiftedActors.Model.Blocks;

namespace LiftedActors.Model.Updates;

/// <summary>A proximal-gradient step of fixed length: v⁺ = prox_{gh}(v − g∇f(v)); plain gradient descent where h = 0.</summary>
public sealed record GradientDescent : BlockUpdate
{
    /// <summary>Creates the update.</summary>
    /// <param name="rate">The step g &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive and finite.</exception>
    public GradientDescent(double rate)
    {
        if (!(rate > 0 && double.IsFinite(rate)))
        {
            throw new ArgumentOutOfRangeException(nameof(rate), $"The rate must be positive and finite, which {rate} is not.");
        }

        Rate = rate;
    }

    /// <summary>The step g.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    public override UpdateGuarantee Guarantee => UpdateGuarantee.None;

    /// <inheritdoc/>
    public override bool Moves(BlockKind kind) => true;

    /// <inheritdoc/>
    public override double Step(BlockProblem problem, UpdateMemory memory) => problem.ProximalGradient(Rate * problem.RateFactor);
}
