using LiftedActors.Host.Specs;
using LiftedActors.Model.Certificates;
using LiftedActors.Model.Inversion;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;

namespace LiftedActors.Host.Inverting;

/// <summary>What is said of the inputs that were found: baselines beside them, and certificates.</summary>
/// <param name="experiment">The experiment.</param>
internal sealed class Findings(InversionExperiment experiment)
{
    private readonly InvertedModel _model = experiment.Model;
    private readonly Measurements _measurements = experiment.Measurements;

    /// <summary>The Landweber iteration from zero for every sample, stopped at 1.1 δ.</summary>
    public Matrix Landweber(int steps)
    {
        var found = new Matrix(_measurements.Data.Rows, _model.Network.Inputs);
        Parallel.For(0, found.Rows, row =>
        {
            var iteration = new Landweber(NetworkResponse.Of(_model.Network, _model.Parameters), _measurements.Data.Row(row));
            var level = Math.Sqrt(2) * _measurements.NoiseLevels[row];
            var stop = level > 0 && level < Math.Sqrt(VectorKernels.SquaredNorm(_measurements.Data.Row(row))) ? iteration.Discrepancy(level) : _ => false;
            iteration.Run(steps, stop);
            iteration.Solution.CopyTo(found.Row(row));
        });
        return found;
    }

    /// <summary>A certificate for each sample: the ball of a single rectifier layer, otherwise the product bound of layers that expand.</summary>
    public IReadOnlyList<Certificate> Certificates(Matrix inputs)
    {
        var stages = Stages.Of(_model.Network, _model.Parameters, out var reason);
        if (reason is not null)
        {
            return [.. Enumerable.Repeat(Certificate.None(BoundedQuantity.Error, reason), inputs.Rows)];
        }

        return [.. Enumerable.Range(0, inputs.Rows).Select(row => Of(stages, inputs, row))];
    }

    private Certificate Of(IReadOnlyList<Stage> stages, Matrix inputs, int row)
    {
        var level = _measurements.NoiseLevels[row];
        if (stages is [DenseLayer layer] && experiment.Spec.Misfit == MisfitKind.Bregman)
        {
            return Assumed(BallBound.Of(layer, inputs.Row(row), _measurements.Data.Row(row), level), level);
        }

        var points = new List<Real[]> { inputs.Row(row).ToArray() };
        var layers = 0;
        foreach (var stage in stages.Take(stages.Count - 1))
        {
            layers += stage is PlusResidualBlock ? 2 : 1;
            var below = new Network([.. _model.Network.Layers.Take(layers)]);
            points.Add(below.Predict(Matrix.Copy(new RowRange(inputs, row, 1)), _model.Parameters).Row(0).ToArray());
        }

        points.Add(_measurements.Data.Row(row).ToArray());
        return Assumed(ChainBound.Of(stages, points, Math.Sqrt(2) * level), level);
    }

    /// <summary>Noise that is known by its size only makes a bound conditional on it.</summary>
    private static Certificate Assumed(Certificate certificate, double level) => certificate.Verdict != Verdict.Certified ? certificate
        : Certificate.Conditional(certificate.Quantity, certificate.Bound, FormattableString.Invariant($"the noise is at most {Math.Sqrt(2) * level:g3}, which is its expected size"), certificate.Hypotheses);
}
