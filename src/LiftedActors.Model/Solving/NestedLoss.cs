using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;

namespace LiftedActors.Model.Solving;

/// <summary>The loss of the network itself over all samples, without any penalty.</summary>
public static class NestedLoss
{
    private const int ChunkRows = 256;

    /// <summary>The mean of B_{Ψ_L}(yⁱ, x_L) with x_L by a forward pass.</summary>
    /// <param name="problem">The network and the samples.</param>
    /// <param name="parameters">Θ_1…Θ_L.</param>
    public static double Of(TrainingProblem problem, IReadOnlyList<LayerParameters> parameters) => Of(problem.Network, problem.Inputs, problem.Targets, parameters);

    /// <summary>The mean loss of what an objective holds at a quiet point: of an inversion, at the inputs that it has come to.</summary>
    public static double Of(LiftedObjective objective) =>
        Of(objective.Problem.Network, objective.CurrentInputs, objective.Problem.Targets, objective.CurrentParameters);

    /// <summary>The mean of B_{Ψ_L}(yⁱ, x_L) of a network at given inputs.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">xⁱ.</param>
    /// <param name="targets">yⁱ.</param>
    /// <param name="parameters">Θ_1…Θ_L.</param>
    public static double Of(Network network, IRows inputs, IRows targets, IReadOnlyList<LayerParameters> parameters)
    {
        var loss = new BregmanPenalty(network.Layers[^1].Activation, 1);
        var total = 0.0;
        foreach (var chunk in Chunks(network, (inputs, targets), parameters))
        {
            total += loss.Error(chunk.X, chunk.Targets, chunk.X);
        }

        return total / inputs.Rows;
    }

    /// <summary>Some samples after the other: the input of the last layer, its pre-activation, and the targets; overwritten by the next.</summary>
    internal static IEnumerable<(Matrix Input, Matrix X, Matrix Targets)> Chunks(Network network, (IRows Inputs, IRows Targets) samples, IReadOnlyList<LayerParameters> parameters)
    {
        var (layers, rows) = (network.Layers, Math.Min(ChunkRows, samples.Inputs.Rows));
        var operators = layers.Select(layer => ComputeDevice.Host.CreateOperator(layer.Map, rows)).ToArray();
        var outputs = layers.Select(layer => new Matrix(rows, layer.Map.Outputs)).ToArray();
        var (input, targets) = (new Matrix(rows, network.Inputs), new Matrix(rows, network.Outputs));
        for (var first = 0; first < samples.Inputs.Rows; first += rows)
        {
            var count = Math.Min(rows, samples.Inputs.Rows - first);
            input.CopyFrom(new RowRange(samples.Inputs, first, count));
            targets.CopyFrom(new RowRange(samples.Targets, first, count));
            var z = input;
            for (var l = 0; l < layers.Length; l++)
            {
                if (l > 0)
                {
                    layers[l - 1].Activation.Activate(z, z);
                }

                operators[l].Apply(new LayerInput(z, input), parameters[l], outputs[l]);
                (z, var below) = (outputs[l], z);
                if (l == layers.Length - 1)
                {
                    yield return (below, z, targets);
                }
            }
        }
    }
}
