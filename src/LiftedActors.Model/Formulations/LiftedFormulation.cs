using LiftedActors.Model.Networks;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving.Continuations;

namespace LiftedActors.Model.Formulations;

/// <summary>
/// How the layers of a network are lifted: F = (1/s) Σᵢ [ B_{Ψ_L}(yⁱ, x_L) + Σ_{ℓ&lt;L} μ_ℓ C_ℓ(z_ℓⁱ, x_ℓ) ], x_ℓ = f_ℓ(z_{ℓ−1}, Θ_ℓ), with the penalty C of
/// the formulation. The loss is the Bregman distance of the last activation in all of them.
/// </summary>
/// <remarks>Source: docs/mathematics.md §2.3, §4.</remarks>
public abstract record LiftedFormulation
{
    /// <summary>Creates the formulation.</summary>
    /// <param name="weight">The weight μ &gt; 0 of every hidden layer's penalty.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not positive and finite.</exception>
    private protected LiftedFormulation(double weight)
    {
        if (!(weight > 0 && double.IsFinite(weight)))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), $"The penalty weight must be positive and finite, which {weight} is not.");
        }

        Weight = weight;
    }

    /// <summary>The weight μ of every hidden layer's penalty at the start of a run; 1/β.</summary>
    public double Weight { get; }

    /// <summary>
    /// The weight λ of the constraints of the architecture at the start of a run, where it is another than that of the hidden layers; null where it is not.
    /// </summary>
    /// <remarks>They are the hidden layers with the identity, such as u_k = u_{k−1} + V_k z_k, whose penalty is λ/2 |M u − V z − c|². Source: docs/mathematics.md §2.2.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not positive and finite.</exception>
    public double? ConstraintWeight
    {
        get;
        init => field = value is null or (> 0 and < double.PositiveInfinity)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"The weight of the constraints must be positive and finite, which {value} is not.");
    }

    /// <summary>Whether the errors e have Lipschitz constants, from which certain step lengths follow.</summary>
    public virtual bool BoundsCurvature => true;

    /// <summary>
    /// The copies of the activations: 1, or 2 where the objective is the difference of a clamped and a free phase, each with activations of its own.
    /// </summary>
    public virtual int Phases => 1;

    /// <summary>How the weights change where a method does not say otherwise.</summary>
    public virtual Continuation Continuation => new Fixed();

    /// <summary>The weight μ_ℓ of a hidden layer's penalty at the start of a run.</summary>
    /// <param name="layer">ℓ in 1…L−1.</param>
    public virtual double WeightOf(int layer) => Weight;

    /// <summary>The term of layer ℓ at the start of a run: the loss at ℓ = L.</summary>
    /// <param name="layer">ℓ in 1…L.</param>
    /// <param name="network">The network.</param>
    public LayerPenalty PenaltyOf(int layer, Network network) => PenaltyOf(layer, network, PenaltyWeights.Of(this, network));

    /// <summary>The term of layer ℓ: the loss at ℓ = L.</summary>
    /// <param name="layer">ℓ in 1…L.</param>
    /// <param name="network">The network.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="phase">0, or 1 for a free phase, which has no loss.</param>
    public LayerPenalty PenaltyOf(int layer, Network network, PenaltyWeights weights, int phase = 0)
    {
        var one = network.Layers[layer - 1];
        return layer < network.Depth ? Hidden(one, weights[layer])
            : phase == 0 ? new BregmanPenalty(one.Activation, 1)
            : new NoPenalty(one.Activation);
    }

    /// <summary>Why a schedule cannot carry the formulation; null where it can.</summary>
    internal virtual string? Refusal(Schedule schedule) => null;

    /// <summary>The penalty of a hidden layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="weight">μ.</param>
    private protected abstract LayerPenalty Hidden(Layer layer, double weight);
}
