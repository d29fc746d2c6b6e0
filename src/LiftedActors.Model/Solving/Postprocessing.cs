using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Solving;

/// <summary>
/// What follows the method of auxiliary coordinates: the activations are reset by a forward pass, and the last layer is fitted exactly:
/// min over (W, b) of (1/2s) Σᵢ |W aⁱ + b − yⁱ|² + ρ/2 |Θ − Θᵏ|², a ridge regression around the present weights.
/// </summary>
/// <remarks>
/// The loss of the network never rises: the minimum is at most the value at Θᵏ, which is kept where rounding decides otherwise. ρ is 10⁻⁶ of the mean
/// eigenvalue of (1/s)[a, 1]ᵀ[a, 1], and ten times as much again as long as rounding leaves that indefinite. Source: Carreira-Perpiñán and Wang (2014), section 3; docs/mathematics.md §5.6.
/// </remarks>
public static class Postprocessing
{
    private const double Ridge = 1e-6;

    /// <summary>Why the last layer of a network cannot be fitted exactly, as a sentence; null where it can.</summary>
    public static string? Refusal(Network network) => network.Layers[^1] is { Map: Affine, Activation: Separable<Identity> }
        ? null
        : "only an affine last layer with the output identity can be fitted exactly; leave postprocess out";

    /// <summary>The parameters with the last layer fitted.</summary>
    /// <param name="problem">The network and the samples.</param>
    /// <param name="parameters">Θ_1…Θ_L, which stay as they are.</param>
    /// <exception cref="ArgumentException">The last layer cannot be fitted exactly.</exception>
    public static IReadOnlyList<LayerParameters> FitLastLayer(TrainingProblem problem, IReadOnlyList<LayerParameters> parameters)
    {
        if (Refusal(problem.Network) is { } refusal)
        {
            throw new ArgumentException($"In this network {refusal}.", nameof(problem));
        }

        var (gram, correlation) = NormalEquations(problem, parameters);
        var ridge = Ridge * gram.Select((row, i) => row[i]).Average();
        while (!Cholesky.TrySolve(Shifted(gram, ridge), correlation))
        {
            ridge *= 10;
            if (!double.IsFinite(ridge))
            {
                return parameters;
            }
        }

        var last = (PackedParameters)parameters[^1];
        var fitted = new PackedParameters((Affine)problem.Network.Layers[^1].Map);
        for (var i = 0; i < last.Weights.Rows; i++)
        {
            for (var j = 0; j < last.Weights.Columns; j++)
            {
                fitted.Weights.Row(i)[j] = (Real)(last.Weights.Row(i)[j] - correlation[j][i]);
            }

            fitted.Bias[i] = (Real)(last.Bias[i] - correlation[^1][i]);
        }

        fitted.Pack();
        IReadOnlyList<LayerParameters> result = [.. parameters.Take(parameters.Count - 1), fitted];
        return NestedLoss.Of(problem, result) <= NestedLoss.Of(problem, parameters) ? result : parameters;
    }

    /// <summary>G + ρI.</summary>
    private static double[][] Shifted(double[][] gram, double ridge) =>
        [.. gram.Select((row, i) => row.Select((value, j) => i == j ? value + ridge : value).ToArray())];

    /// <summary>(1/s)AᵀA and (1/s)Aᵀ(x_L − y) with A = [a, 1], by rows.</summary>
    private static (double[][] Gram, double[][] Correlation) NormalEquations(TrainingProblem problem, IReadOnlyList<LayerParameters> parameters)
    {
        var map = problem.Network.Layers[^1].Map;
        var gram = Enumerable.Range(0, map.Inputs + 1).Select(_ => new double[map.Inputs + 1]).ToArray();
        var correlation = gram.Select(_ => new double[map.Outputs]).ToArray();
        var samples = problem.Inputs.Rows;
        foreach (var (input, x, targets) in NestedLoss.Chunks(problem.Network, (problem.Inputs, problem.Targets), parameters))
        {
            VectorKernels.Combine(x.Values, -1, targets.Values, x.Values);
            var augmented = new Matrix(input.Rows, map.Inputs + 1);
            for (var row = 0; row < input.Rows; row++)
            {
                input.Row(row).CopyTo(augmented.Row(row));
                augmented.Row(row)[^1] = 1;
            }

            Add(augmented, augmented, gram, samples);
            Add(augmented, x, correlation, samples);
        }

        return (gram, correlation);
    }

    /// <summary>sum += aᵀb / samples; a chunk in single precision, the sum of the chunks in double.</summary>
    private static void Add(Matrix a, Matrix b, double[][] sum, int samples)
    {
        var product = new Matrix(a.Columns, b.Columns);
        MatrixProduct.MultiplyTransposed(a, b, product);
        for (var i = 0; i < product.Rows; i++)
        {
            var row = product.Row(i);
            for (var j = 0; j < row.Length; j++)
            {
                sum[i][j] += (double)row[j] / samples;
            }
        }
    }
}
