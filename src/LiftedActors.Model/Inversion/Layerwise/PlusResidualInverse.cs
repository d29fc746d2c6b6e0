using LiftedActors.Model.Certificates;

namespace LiftedActors.Model.Inversion.Layerwise;

/// <summary>
/// The inverse of a chain of plus-residual layers f = u + Wᵀσ(W u + b), layer by layer from the last: u = prox of φ*(W· + b) at f, the minimiser of the 1-strongly convex
/// ½|u − f|² + φ*(W u + b). Dense layers that expand everywhere may stand between and around them, inverted by the minimiser of B(f, W u + b). No derivative of σ is taken.
/// </summary>
/// <remarks>Cost per iteration and layer: 4·in·out. Source: docs/inversion-theorems.md §4, §5.</remarks>
public sealed class PlusResidualInverse
{
    private readonly IReadOnlyList<Stage> _stages;

    /// <summary>Takes the chain over.</summary>
    /// <param name="stages">The layers from the input on.</param>
    /// <exception cref="ArgumentException">There is no layer, widths do not fit, or a dense layer does not expand everywhere.</exception>
    public PlusResidualInverse(IReadOnlyList<Stage> stages)
    {
        for (var k = 0; k < stages.Count; k++)
        {
            if (k > 0 && stages[k].Inputs != stages[k - 1].Outputs)
            {
                throw new ArgumentException($"Layer {k + 1} takes {stages[k].Inputs} features, but layer {k} gives {stages[k - 1].Outputs}.", nameof(stages));
            }

            if (stages[k] is DenseLayer dense && !(dense.LeastCurvature() > 0))
            {
                throw new ArgumentException(
                    $"Layer {k + 1}, from {dense.Inputs} to {dense.Outputs} features with the activation {dense.Activation}, does not expand everywhere; invert the network with a prior instead.", nameof(stages));
            }
        }

        _stages = stages.Count > 0 ? stages : throw new ArgumentException("There is no layer to invert.", nameof(stages));
    }

    /// <summary>Inverts the chain.</summary>
    /// <param name="data">f.</param>
    /// <param name="tolerance">The length of a gradient that is small enough; where rounding keeps it longer, the iteration ends when it falls no more.</param>
    /// <param name="iterations">The most iterations per layer.</param>
    /// <returns>The points û_0, …, û_K = f, which <see cref="ChainBound"/> takes as they are.</returns>
    /// <exception cref="ArgumentException">The data have another length.</exception>
    public LayerwiseSolution Invert(ReadOnlySpan<Real> data, double tolerance, int iterations = 5000)
    {
        if (data.Length != _stages[^1].Outputs)
        {
            throw new ArgumentException($"The network gives {_stages[^1].Outputs} values, not {data.Length}.", nameof(data));
        }

        var (points, lengths) = (new Real[_stages.Count + 1][], new double[_stages.Count]);
        points[^1] = data.ToArray();
        for (var k = _stages.Count; k >= 1; k--)
        {
            var descent = StageDescent.For(_stages[k - 1], points[k]);
            lengths[k - 1] = descent.Run(tolerance, iterations);
            points[k - 1] = descent.Best;
        }

        return new LayerwiseSolution([.. points], [.. lengths]);
    }
}
