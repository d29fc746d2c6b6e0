using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving.Continuations;

namespace LiftedActors.Model.Formulations;

/// <summary>
/// The Fenchel lifted formulation: the constraint B_ℓ(z_ℓ, x_ℓ) ≤ 0 with a multiplier λ_ℓ ≥ 0 for every layer. Its Lagrangian is the
/// objective of <see cref="LiftedBregman"/> with μ_ℓ = λ_ℓ; what differs is the role of the weights, which rise by dual ascent.
/// </summary>
/// <remarks>
/// With fixed multipliers it gives the bits of <see cref="LiftedBregman"/>. The integral of σ⁻¹ in the original is φ here, so that any
/// proximal activation is allowed. Source: Gu, Askari and El Ghaoui (2020), eq. (4), (5); docs/mathematics.md §4.
/// </remarks>
public sealed record FenchelLifted : LiftedFormulation
{
    /// <summary>Creates the formulation.</summary>
    /// <param name="weight">The initial multiplier λ &gt; 0 of every hidden layer.</param>
    /// <param name="ascent">The rate η ≥ 0 of the dual ascent λ_ℓ ← λ_ℓ + η B_ℓ; 0 for fixed multipliers.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public FenchelLifted(double weight = 10, double ascent = 0)
        : base(weight)
    {
        if (!(ascent >= 0 && double.IsFinite(ascent)))
        {
            throw new ArgumentOutOfRangeException(nameof(ascent), $"The rate of the ascent must be at least 0 and finite, which {ascent} is not.");
        }

        Ascent = ascent;
    }

    /// <summary>The rate η of the dual ascent.</summary>
    public double Ascent { get; }

    /// <inheritdoc/>
    public override Continuation Continuation => Ascent > 0 ? new DualAscent(Ascent) : new Fixed();

    private protected override LayerPenalty Hidden(Layer layer, double weight) => new BregmanPenalty(layer.Activation, weight);
}
