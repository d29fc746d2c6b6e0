using LiftedActors.Host.Specs;
using LiftedActors.Model.Certificates;
using LiftedActors.Model.Inversion;
using LiftedActors.Model.Inversion.Layerwise;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;

namespace LiftedActors.Host.Inverting;

/// <summary>A certificate with what it is about.</summary>
/// <param name="Method">The method that found the point.</param>
/// <param name="Sample">The sample.</param>
/// <param name="Certificate">The certificate.</param>
internal sealed record Finding(string Method, int Sample, Certificate Certificate);

/// <summary>What can be certified of the inputs that were found.</summary>
internal sealed class Findings
{
    private readonly InversionExperiment _experiment;
    private readonly IReadOnlyList<Stage> _stages;
    private readonly string? _reason;

    public Findings(InversionExperiment experiment)
    {
        var network = experiment.Model.Network;
        _experiment = experiment;
        (_stages, _reason) = (Stages.Of(network, experiment.Model.Parameters, out var reason), reason);
        if (network.Outputs < network.Inputs)
        {
            _reason = $"the network maps {network.Inputs} features to {network.Outputs}, so that different inputs have the same output";
        }
    }

    private Measurements Measurements => _experiment.Measurements;

    /// <summary>The error of what the lifted inversion found, for each sample; of a single layer compared by B_Ψ also how far the objective may be above its minimum.</summary>
    /// <param name="inputs">What it found.</param>
    /// <param name="alpha">α.</param>
    public IEnumerable<Finding> OfLifted(Matrix inputs, double alpha)
    {
        var isSingle = _experiment.Model.Network.Depth == 1 && _experiment.Spec.Misfit == MisfitKind.Bregman;
        for (var row = 0; row < inputs.Rows; row++)
        {
            yield return new Finding("lifted", row, _reason is not null ? Certificate.None(BoundedQuantity.Error, _reason)
                : isSingle && _stages is [DenseLayer layer] ? Ball(layer, inputs, row)
                : Chain(ForwardPoints(inputs, row), row));
            if (isSingle)
            {
                yield return new Finding("lifted", row, Gap(inputs, row, alpha));
            }
        }
    }

    /// <summary>A plus-residual network inverted by its chain of proximal maps, with the certificates of that; null for other networks.</summary>
    public (Matrix Inputs, IReadOnlyList<Finding> Findings)? Chained()
    {
        if (_reason is not null || !_stages.All(stage => stage is PlusResidualBlock))
        {
            return null;
        }

        var (inverse, inputs, findings) = (new PlusResidualInverse(_stages), new Matrix(Measurements.Data.Rows, _experiment.Model.Network.Inputs), new List<Finding>());
        for (var row = 0; row < inputs.Rows; row++)
        {
            var solution = inverse.Invert(Measurements.Data.Row(row), 1e-6);
            solution.Input.CopyTo(inputs.Row(row));
            findings.Add(new Finding("chain", row, Chain(solution.Points, row)));
        }

        return (inputs, findings);
    }

    private Certificate Ball(DenseLayer layer, Matrix inputs, int row)
    {
        var level = Measurements.NoiseLevels[row];
        var said = Measurements.Truth is null ? "as was said" : "as it was evaluated";
        return Provided(BallBound.Of(layer, inputs.Row(row), Measurements.Data.Row(row), level), FormattableString.Invariant($"the misfit of the truth is at most {level * level:g3}, {said}"));
    }

    private Certificate Gap(Matrix inputs, int row, double alpha)
    {
        var layer = SingleLayer.Of(_experiment.Model.Network.Layers[0], _experiment.Model.Parameters[0]);
        return PointGap.At(new SingleLayerProblem(new BregmanMisfit(layer, Measurements.Data.Row(row)), _experiment.Regulariser, alpha), inputs.Row(row)).Certificate;
    }

    /// <summary>Where the truth is known, so is the noise, but for the rounding of the data.</summary>
    private Certificate Chain(IReadOnlyList<Real[]> points, int row)
    {
        var noise = Measurements.NoiseNorms[row];
        return Measurements.Truth is { } truth
            ? ChainBound.Of(_stages, points, noise + ForwardRounding.Bound(_stages, Math.Sqrt(VectorKernels.SquaredNorm(truth.Row(row)))))
            : Provided(ChainBound.Of(_stages, points, noise), FormattableString.Invariant($"the data are within {noise:g3} of the network's output, as was said"));
    }

    private List<Real[]> ForwardPoints(Matrix inputs, int row)
    {
        var (points, layers, model) = (new List<Real[]> { inputs.Row(row).ToArray() }, 0, _experiment.Model);
        foreach (var stage in _stages.Take(_stages.Count - 1))
        {
            layers += stage is PlusResidualBlock ? 2 : 1;
            var below = new Network([.. model.Network.Layers.Take(layers)]);
            points.Add(below.Predict(Matrix.Copy(new RowRange(inputs, row, 1)), model.Parameters).Row(0).ToArray());
        }

        points.Add(Measurements.Data.Row(row).ToArray());
        return points;
    }

    private static Certificate Provided(Certificate certificate, string assumption) => certificate.Verdict != Verdict.Certified ? certificate
        : Certificate.Conditional(certificate.Quantity, certificate.Bound, assumption, certificate.Hypotheses);
}
