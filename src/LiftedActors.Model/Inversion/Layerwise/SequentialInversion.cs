using LiftedActors.Model.Certificates;
using LiftedActors.Model.Regularisers;

namespace LiftedActors.Model.Inversion.Layerwise;

/// <summary>
/// The sequential method: for ℓ = L, …, 1, z_{ℓ−1} = argmin_z B_ℓ(z_ℓ, W_ℓ z + b_ℓ) + α_ℓ(φ_{ℓ−1}(z) − ⟨c_{ℓ−1}, z⟩) from z_L = f, and α_1 J(z) for ℓ = 1. Each problem is convex and has
/// one layer; their order is that of the data, and none is solved twice.
/// </summary>
/// <remarks>
/// φ(z) − ⟨c, z⟩ is ½|z − c|² + Ψ(z) up to a constant, 1-strongly convex with a proximal map in closed form; it is smallest at z = σ(c), so that c is a guess of the pre-activation, such as that of a start image.
/// Source: docs/inversion-theorems.md §7.
/// </remarks>
public sealed class SequentialInversion
{
    private const int BetweenReports = 20;
    private readonly IReadOnlyList<SingleLayer> _layers;
    private readonly Regulariser[] _regularisers;

    /// <summary>Creates the method.</summary>
    /// <param name="layers">The layers from the input on.</param>
    /// <param name="priors">c_1, …, c_{L−1}, the guesses of the pre-activations of all layers but the last.</param>
    /// <param name="regulariser">J, on the input.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a hidden activation has a potential that is not convex.</exception>
    public SequentialInversion(IReadOnlyList<SingleLayer> layers, IReadOnlyList<Real[]> priors, Regulariser regulariser)
    {
        if (layers.Count == 0 || priors.Count != layers.Count - 1 || regulariser.Size != layers[0].Inputs)
        {
            throw new ArgumentException(
                $"{layers.Count} layers, at least one, need {layers.Count - 1} guesses of pre-activations and a regulariser on the input, not {priors.Count} and one of {regulariser.Size} values.", nameof(priors));
        }

        (_layers, _regularisers) = (layers, new Regulariser[layers.Count]);
        _regularisers[0] = regulariser;
        for (var l = 1; l < layers.Count; l++)
        {
            var (below, prior) = (layers[l - 1], priors[l - 1]);
            if (prior.Length != below.Outputs || layers[l].Inputs != below.Outputs)
            {
                throw new ArgumentException($"Layer {l} gives {below.Outputs} values, but the guess has {prior.Length} and layer {l + 1} takes {layers[l].Inputs}.", nameof(priors));
            }

            _regularisers[l] = Regulariser.SquaredDistance(1, prior) + Regulariser.Of(prior.Length, 1, below.Activation);
        }
    }

    /// <summary>Inverts all layers.</summary>
    /// <param name="data">f.</param>
    /// <param name="weight">α_ℓ &gt; 0 as a function of ℓ and of z_ℓ.</param>
    /// <param name="tolerance">The gap, in parts of the objective, that ends a minimisation.</param>
    /// <param name="iterations">The most iterations per layer.</param>
    /// <returns>z_0, …, z_L = f, and the gaps that the minimisations left.</returns>
    /// <exception cref="DataOutOfRangeException">The data lie outside the range of the last activation.</exception>
    public LayerwiseSolution Invert(ReadOnlySpan<Real> data, Func<int, Real[], double> weight, double tolerance = 1e-6, int iterations = 5000)
    {
        var (points, gaps) = (new Real[_layers.Count + 1][], new double[_layers.Count]);
        points[^1] = data.ToArray();
        for (var l = _layers.Count; l >= 1; l--)
        {
            var problem = new SingleLayerProblem(new BregmanMisfit(_layers[l - 1], points[l]), _regularisers[l - 1], weight(l, points[l]));
            var descent = new AcceleratedProximalGradient(problem);
            var report = descent.Run(iterations, at => at.RelativeGap <= tolerance, BetweenReports);
            (points[l - 1], gaps[l - 1]) = (descent.Solution.ToArray(), report.Gap);
        }

        return new LayerwiseSolution([.. points], [.. gaps]);
    }

    /// <summary>What <see cref="SequentialBound"/> asks of a solution.</summary>
    /// <param name="solution">The solution.</param>
    /// <param name="weight">α_ℓ, as it was.</param>
    /// <param name="sources">v_1, …, v_L.</param>
    public IReadOnlyList<SequentialStep> Steps(LayerwiseSolution solution, Func<int, Real[], double> weight, IReadOnlyList<double[]> sources) =>
    [
        .. Enumerable.Range(1, _layers.Count).Reverse().Select(l => new SequentialStep(
            _layers[l - 1].Activation, solution.Points[l], sources[l - 1], weight(l, solution.Points[l]), solution.Residuals[l - 1])),
    ];
}
