using LiftedActors.Model.Blocks;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Solving;

namespace LiftedActors.Model.Tests.Solving;

/// <summary>F = (1/s) Σ μ_ℓ B_ℓ in double, by the definitions alone, from the values that the blocks hold.</summary>
internal static class ReferenceObjective
{
    /// <summary>F over the batch of an iteration; of an inversion with αJ.</summary>
    public static double Of(LiftedObjective objective, int iteration) =>
        (Enumerable.Range(1, objective.Problem.Network.Depth).Sum(layer => Layer(objective, layer, iteration)) + Prior(objective)) / objective.Sampler.BatchSize(iteration);

    private static double Prior(LiftedObjective objective) => objective.Problem is not InversionProblem { Prior: var prior } ? 0
        : Enumerable.Range(0, objective.Problem.Samples).Sum(row => prior.Weight * prior.Regulariser.Value(Matrix.Of(objective.CurrentInputs).Row(row)));

    /// <summary>The term of one layer, summed over all shards.</summary>
    public static double Layer(LiftedObjective objective, int layer, int iteration) =>
        Enumerable.Range(0, objective.Sampler.Shards).Sum(shard => Term(objective, layer, shard, iteration));

    /// <summary>The term of one layer on one shard.</summary>
    public static double Term(LiftedObjective objective, int layer, int shard, int iteration)
    {
        var (below, own) = (Activations(objective, layer - 1, shard, iteration), Activations(objective, layer, shard, iteration));
        var parameters = (PackedParameters)objective.CurrentParameters[layer - 1];
        var potential = objective.Problem.Network.Layers[layer - 1].Activation;
        var weight = Weight(objective, layer);
        return below.Zip(own, (z, target) => weight * Gap(potential, target, Affine(parameters.Weights, parameters.Bias.ToArray(), z))).Sum();
    }

    /// <summary>μ_ℓ.</summary>
    public static double Weight(LiftedObjective objective, int layer) => objective.Method.Formulation.PenaltyOf(layer, objective.Problem.Network).Weight;

    /// <summary>x = W z + b in double.</summary>
    public static double[] Affine(Matrix weights, Real[] bias, double[] z)
    {
        var x = new double[weights.Rows];
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = bias[i];
            var row = weights.Row(i);
            for (var j = 0; j < row.Length; j++)
            {
                x[i] += row[j] * z[j];
            }
        }

        return x;
    }

    /// <summary>B(z, x) = ½|z−s|² + Ψ(z) − Ψ(s) − ⟨x−s, z−s⟩, s = σ(x).</summary>
    private static double Gap(ConvexPotential potential, double[] z, double[] x)
    {
        var s = new double[x.Length];
        potential.ExactProx<double>(x, 1, s);
        var sum = potential.Value<double>(z) - potential.Value<double>(s);
        for (var i = 0; i < x.Length; i++)
        {
            sum += (z[i] - s[i]) * ((0.5 * (z[i] - s[i])) - (x[i] - s[i]));
        }

        return sum;
    }

    private static List<double[]> Activations(LiftedObjective objective, int layer, int shard, int iteration)
    {
        var depth = objective.Problem.Network.Depth;
        if (layer > 0 && layer < depth)
        {
            var value = (ActivationValue)objective[BlockId.Activations(layer, shard)].Standing!.Value.Value;
            return Rows((Matrix)value.Values, Enumerable.Range(0, value.Values.Rows));
        }

        var sampler = objective.Sampler;
        shard = objective.Method.SamplesOf(shard);
        var permutation = new int[sampler.ShardSize(shard)];
        sampler.Permute(shard, sampler.Epoch(iteration), permutation);
        var (data, first) = (layer == 0 ? objective.CurrentInputs : objective.Problem.Targets, sampler.Shard(shard).Start.Value);
        return Rows(data, permutation[sampler.BatchRange(shard, iteration)].Select(sample => first + sample));
    }

    private static List<double[]> Rows(IRows source, IEnumerable<int> rows) => [.. rows.Select(row => Row(source, row))];

    /// <summary>One row in double.</summary>
    internal static double[] Row(IRows source, int row)
    {
        var values = new Real[source.Columns];
        source.CopyRow(row, values);
        return Potentials.PotentialCases.Widen(values);
    }
}
