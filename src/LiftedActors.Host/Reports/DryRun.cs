using System.Text.Json;
using System.Text.Json.Nodes;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Reports;

/// <summary>What a spec amounts to, without data: shapes, parameters, memory, blocks and grants.</summary>
internal sealed class DryRun
{
    private readonly MemoryPlan _memory;
    private readonly int[] _widths;
    private readonly (int BatchesPerEpoch, int Batch, int Shards, long Iterations) _batches;
    private readonly (long Parameters, int Blocks, int ParameterBlocks, int Grants) _counts;

    public DryRun(ExperimentSpec spec, MemoryPlan memory)
    {
        var (network, task) = (spec.Network, spec.Task);
        var batch = spec.Method.Outer.BatchSize(task.Training);
        var sampler = new BatchSampler(task.Training, spec.Method.Shards, batch, spec.Seed);
        var problem = new TrainingProblem(network, new Matrix(sampler.Shards, network.Inputs), new Matrix(sampler.Shards, network.Outputs), spec.Seed);

        // Blocks and grants depend on depth and shards alone, so that one sample per shard shows them.
        var objective = new LiftedObjective(problem, spec.Method, spec.Initialisation);
        _memory = memory;
        _widths = [network.Inputs, .. network.Layers.Select(layer => layer.Map.Outputs)];
        _batches = (sampler.BatchesPerEpoch, batch, sampler.Shards, (long)spec.Epochs * sampler.BatchesPerEpoch);
        _counts = (network.ParameterCount, objective.Blocks.Length, network.Depth, objective.LaterPlan.Grants.Length);
    }

    /// <summary>Writes lines for people.</summary>
    public void WriteText(TextWriter output)
    {
        Line(output, "shapes", string.Join(" -> ", _widths));
        Line(output, "parameters", $"{_counts.Parameters:n0}");
        Line(output, "batches", $"{_batches.BatchesPerEpoch} an epoch, of {_batches.Batch} samples in {_batches.Shards} shards; {_batches.Iterations} iterations in all");
        Line(output, "blocks", $"{_counts.Blocks}: {_counts.Blocks - _counts.ParameterBlocks} of activations, {_counts.ParameterBlocks} of parameters");
        Line(output, "grants", $"{_counts.Grants} an iteration");
        foreach (var (name, bytes) in _memory.Estimate.Parts)
        {
            Line(output, name, MemoryEstimate.Text(bytes));
        }

        Line(output, "memory, at most", $"{MemoryEstimate.Text(_memory.Estimate.Total)}, images {(_memory.IsStreamed ? "streamed from a file" : "in memory")}");
    }

    /// <summary>Writes the same as one JSON object on one line.</summary>
    public void WriteJson(TextWriter output) => output.WriteLine(new JsonObject
    {
        ["event"] = "dry-run",
        ["shapes"] = new JsonArray([.. _widths.Select(width => JsonValue.Create(width))]),
        ["parameters"] = _counts.Parameters,
        ["batchesPerEpoch"] = _batches.BatchesPerEpoch,
        ["batchSize"] = _batches.Batch,
        ["shards"] = _batches.Shards,
        ["iterations"] = _batches.Iterations,
        ["blocks"] = _counts.Blocks,
        ["grants"] = _counts.Grants,
        ["memoryBytes"] = _memory.Estimate.Total,
        ["memoryParts"] = new JsonObject(_memory.Estimate.Parts.Select(part => KeyValuePair.Create(part.Name, (JsonNode?)part.Bytes))),
        ["streamed"] = _memory.IsStreamed,
    }.ToJsonString(JsonSerializerOptions.Default));

    private static void Line(TextWriter output, string name, string value) => output.WriteLine($"{name,-26} {value}");
}
