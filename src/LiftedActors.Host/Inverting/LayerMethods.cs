using LiftedActors.Host.Specs;
using LiftedActors.Model.Inversion;
using LiftedActors.Model.Inversion.Layerwise;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Inverting;

/// <summary>
/// What convex methods of one layer find where data are compared by B_Ψ, each sample for itself: a single layer by the linearised Bregman iteration, stopped by the discrepancy; several by the sequential
/// method, layer by layer.
/// </summary>
/// <param name="experiment">The experiment.</param>
/// <param name="iterations">The most iterations for a layer.</param>
internal sealed class LayerMethods(InversionExperiment experiment, int iterations)
{
    private const double Tolerance = 1e-6;
    private readonly SingleLayer[] _layers = [.. experiment.Model.Network.Layers.Zip(experiment.Model.Parameters, SingleLayer.Of)];

    /// <summary>The word of the method.</summary>
    public string Name => _layers.Length == 1 ? "bregman" : "layerwise";

    /// <summary>Runs it on all samples.</summary>
    /// <param name="alpha">The weight of every layer; the linearised Bregman iteration has none.</param>
    /// <exception cref="ArgumentException">An activation has no convex potential.</exception>
    public Matrix Run(double alpha)
    {
        var found = new Matrix(experiment.Measurements.Data.Rows, _layers[0].Inputs);
        for (var row = 0; row < found.Rows; row++)
        {
            (_layers.Length == 1 ? Bregman(row) : Layerwise(row, alpha)).CopyTo(found.Row(row));
        }

        return found;
    }

    private ReadOnlySpan<Real> Bregman(int row)
    {
        var iteration = new LinearisedBregman(new BregmanMisfit(_layers[0], experiment.Measurements.Data.Row(row)), experiment.Regulariser);
        iteration.Run(iterations, iteration.Discrepancy(experiment.Measurements.NoiseLevels[row], experiment.Spec.Tau));
        return iteration.Solution;
    }

    private ReadOnlySpan<Real> Layerwise(int row, double alpha)
    {
        var (priors, below) = (new List<Real[]>(), experiment.Start.Row(row).ToArray());
        foreach (var layer in _layers.SkipLast(1))
        {
            var prior = new Real[layer.Outputs];
            layer.Preactivate(below, prior);
            priors.Add(prior);
            below = new Real[layer.Outputs];
            layer.Activation.Activate(prior, below);
        }

        var method = new SequentialInversion(_layers, priors, experiment.Regulariser);
        return method.Invert(experiment.Measurements.Data.Row(row), (_, _) => alpha, Tolerance, iterations).Points[0];
    }
}
