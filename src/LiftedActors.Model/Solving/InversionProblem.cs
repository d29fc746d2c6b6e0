using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;

namespace LiftedActors.Model.Solving;

/// <summary>
/// The inversion of a network with given Θ: find u with network(u) ≈ f^δ,
/// min over z_0…z_{L−1} of (1/s) Σᵢ [ B_{Ψ_L}(f^δ, x_L) + Σ_{ℓ&lt;L} μ_ℓ C_ℓ(z_ℓ, x_ℓ) + αJ(z_0) ], x_ℓ = f_ℓ(z_{ℓ−1}, Θ_ℓ). The input and the activations
/// between are free, the target is pinned, and Θ rests.
/// </summary>
/// <remarks>
/// For L = 1 the problem is convex. For L ≥ 2 it is convex in each block only: steps descend, and what they find depends on the start.
/// Source: docs/mathematics.md §9.
/// </remarks>
public sealed record InversionProblem : LiftedProblem
{
    /// <summary>Creates the problem.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">Θ_1…Θ_L.</param>
    /// <param name="data">f^δ, samples × n_L.</param>
    /// <param name="start">The inputs to begin with, samples × n₀.</param>
    /// <param name="prior">αJ for every sample.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, a value is not finite, a layer reads the input beside the activations below, or an activation jumps.</exception>
    public InversionProblem(Network network, IReadOnlyList<LayerParameters> parameters, IRows data, IRows start, InputPrior prior)
        : base(network, data, 0)
    {
        if (data.Columns != network.Outputs || start.Columns != network.Inputs || data.Rows != start.Rows || data.Rows == 0)
        {
            throw new ArgumentException(
                $"A network from {network.Inputs} to {network.Outputs} features cannot be inverted at data {data.Rows} × {data.Columns} from a start {start.Rows} × {start.Columns}.",
                nameof(data));
        }

        if (prior.Regulariser.Size != network.Inputs)
        {
            throw new ArgumentException($"The regulariser takes inputs of {prior.Regulariser.Size} features, the network {network.Inputs}.", nameof(prior));
        }

        if (parameters.Count != network.Depth)
        {
            throw new ArgumentException($"A network of {network.Depth} layers needs as many parameter sets, not {parameters.Count}.", nameof(parameters));
        }

        for (var layer = 1; layer <= network.Depth; layer++)
        {
            if (parameters[layer - 1].Values.ContainsAnyExceptInRange(Real.MinValue, Real.MaxValue))
            {
                throw new ArgumentException($"The parameters of layer {layer} hold a value that is not finite; a network with such weights cannot be inverted.", nameof(parameters));
            }
        }

        RequireFinite(data, "data");
        RequireFinite(start, "start");
        if (!network.DataLayers.IsEmpty)
        {
            throw new ArgumentException(
                $"Layer {network.DataLayers.Min()} reads the input of the network beside the activations below, so that the input is coupled to every layer; such an unrolled network cannot be inverted.",
                nameof(network));
        }

        if (network.Refusal is { } reason)
        {
            throw new ArgumentException($"The network cannot be inverted: {reason}.", nameof(network));
        }

        (Parameters, Start, Prior) = (parameters, start, prior);
    }

    private static void RequireFinite(IRows rows, string name)
    {
        var row = new Real[rows.Columns];
        for (var i = 0; i < rows.Rows; i++)
        {
            rows.CopyRow(i, row);
            var place = Array.FindIndex(row, value => !Real.IsFinite(value));
            if (place >= 0)
            {
                throw new ArgumentException($"Entry {place} of sample {i} of the {name} is {row[place]}; give finite values.", name);
            }
        }
    }

    /// <summary>Θ_1…Θ_L.</summary>
    public IReadOnlyList<LayerParameters> Parameters { get; }

    /// <summary>The inputs to begin with, samples × n₀.</summary>
    public IRows Start { get; }

    /// <summary>αJ.</summary>
    public InputPrior Prior { get; }
}
