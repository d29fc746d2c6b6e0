using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;

namespace LiftedActors.Model.Solving;

/// <summary>The training problem: find Θ with network(xⁱ) ≈ yⁱ. Input and target are pinned; Θ and the activations between are free.</summary>
public sealed record TrainingProblem : LiftedProblem
{
    /// <summary>Creates the problem.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">xⁱ, samples × n₀; batches are taken from here, so that they may lie in a file.</param>
    /// <param name="targets">yⁱ, samples × n_L.</param>
    /// <param name="seed">The seed of the initial weights and of the order of the samples.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or an activation jumps.</exception>
    public TrainingProblem(Network network, IRows inputs, IRows targets, long seed)
        : base(network, targets, seed)
    {
        if (inputs.Columns != network.Inputs || targets.Columns != network.Outputs || inputs.Rows != targets.Rows || inputs.Rows == 0)
        {
            throw new ArgumentException(
                $"A network from {network.Inputs} to {network.Outputs} features cannot be trained on inputs {inputs.Rows} × {inputs.Columns} and targets {targets.Rows} × {targets.Columns}.",
                nameof(inputs));
        }

        if (network.Refusal is { } reason)
        {
            throw new ArgumentException($"The network cannot be trained: {reason}.", nameof(network));
        }

        Inputs = inputs;
    }

    /// <summary>xⁱ, samples × n₀.</summary>
    public IRows Inputs { get; }
}
