using System.Globalization;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Reports;

/// <summary>What a spec amounts to, without data: shapes, parameters, memory, blocks and grants.</summary>
internal static class DryRun
{
    public static void Write(TextWriter output, ExperimentSpec spec)
    {
        var (network, task) = (spec.Network, spec.Task);
        var batch = spec.Method.Outer.BatchSize(task.Train);
        var sampler = new BatchSampler(task.Train, spec.Method.Shards, batch, spec.Seed);
        var widths = network.Layers.Select(layer => layer.Map.Outputs).Prepend(network.Inputs).ToArray();
        var problem = new TrainingProblem(network, new(sampler.Shards, network.Inputs), new(sampler.Shards, network.Outputs), spec.Seed);

        // Blocks and grants depend on depth and shards alone, so that one sample per shard shows them.
        var objective = new LiftedObjective(problem, spec.Method, spec.Initialisation);
        Line(output, "shapes", string.Join(" -> ", widths));
        Line(output, "parameters", $"{network.ParameterCount:n0}");
        Line(output, "batches", $"{sampler.BatchesPerEpoch} an epoch, of {batch} samples in {sampler.Shards} shards; {(long)spec.Epochs * sampler.BatchesPerEpoch} iterations in all");
        Line(output, "blocks", $"{objective.Blocks.Length}: {objective.Blocks.Length - network.Depth} of activations, {network.Depth} of parameters");
        Line(output, "grants", $"{objective.LaterPlan.Grants.Length} an iteration");
        Memory(output, spec, widths.Sum(width => (long)width) * sampler.BatchSize(0));
    }

    private static void Memory(TextWriter output, ExperimentSpec spec, long activations)
    {
        var (parameters, real) = (spec.Network.ParameterCount, sizeof(Real));
        var samples = (long)spec.Task.Train + spec.Task.Test;
        var (held, packed) = (2 * parameters, 4 * parameters);
        (string Name, long Values)[] parts =
        [
            ("parameters, two versions", held),
            ("packed forms", packed),
            ("moments of the update", parameters * spec.Method.ParameterUpdate.Moments),
            ("summands of the shards", parameters * spec.Method.Shards),
            ("activations and errors", 4 * activations),
            ("data, whole and in shards", 2 * samples * (spec.Network.Inputs + spec.Network.Outputs)),
        ];
        foreach (var (name, values) in parts)
        {
            Line(output, name, Megabytes(values * real));
        }

        Line(output, "memory, about", Megabytes(parts.Sum(part => part.Values) * real));
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB");

    private static void Line(TextWriter output, string name, string value) => output.WriteLine($"{name,-26} {value}");
}
