using System.Collections.Immutable;
using System.Globalization;
using LiftedActors.Actors;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Solving.Continuations;

namespace LiftedActors.Host.Runs;

/// <summary>A checkpoint as tensors: <c>theta.1/value</c> and so on; counts and texts stand in the metadata.</summary>
internal static class CheckpointTensors
{
    private const string Format = "lifted-checkpoint-1";

    public static TensorFile Write(Checkpoint checkpoint)
    {
        var metadata = new Dictionary<string, string>
        {
            ["format"] = Format,
            ["nextIteration"] = Text(checkpoint.NextIteration),
            ["elapsedTicks"] = Text(checkpoint.Elapsed.Ticks),
            ["lowestObjective"] = checkpoint.LowestObjective.ToString("R", CultureInfo.InvariantCulture),
            ["fingerprint"] = checkpoint.Fingerprint,
            ["kernelPath"] = checkpoint.KernelPath,
            ["blocks"] = string.Join(' ', checkpoint.Blocks.Select(state => state.Block)),
        };
        if (checkpoint.Penalties is { } penalties)
        {
            metadata["penalties.weights"] = penalties.Weights.ToString();
            metadata["penalties.before"] = penalties.Before?.ToString() ?? string.Empty;
            metadata["penalties.report"] = penalties.Report?.ToString() ?? string.Empty;
            metadata["penalties.reportBefore"] = penalties.ReportBefore?.ToString() ?? string.Empty;
            metadata["penalties.worse"] = Text(penalties.Worse);
            metadata["penalties.slowings"] = Text(penalties.Slowings);
        }

        foreach (var state in checkpoint.Blocks)
        {
            metadata[$"{state.Block}/steps"] = Text(state.Steps);
        }

        var tensors = checkpoint.Blocks.SelectMany(state => state.Arrays, (state, array) =>
            Tensor.Over($"{state.Block}/{array.Name}", [array.Rows, array.Columns], array.Values));
        return new TensorFile([.. tensors], metadata);
    }

    /// <exception cref="DataFormatException">The file is not a checkpoint.</exception>
    public static Checkpoint Read(TensorFile file)
    {
        if (file.Metadata.GetValueOrDefault("format") != Format)
        {
            throw new DataFormatException($"this is not a checkpoint of the format '{Format}'.");
        }

        var arrays = file.Tensors.ToLookup(tensor => tensor.Name[..tensor.Name.IndexOf('/', StringComparison.Ordinal)], ToArray);
        var blocks = file.Metadata["blocks"].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(name => new BlockState(Block(name), [.. arrays[name]], Number(file.Metadata[$"{name}/steps"])));
        return new Checkpoint(
            (int)Number(file.Metadata["nextIteration"]),
            TimeSpan.FromTicks(Number(file.Metadata["elapsedTicks"])),
            double.Parse(file.Metadata["lowestObjective"], CultureInfo.InvariantCulture),
            file.Metadata["fingerprint"],
            file.Metadata["kernelPath"],
            blocks.ToImmutableArray())
        { Penalties = file.Metadata.ContainsKey("penalties.weights") ? Penalties(file.Metadata) : null };
    }

    private static PenaltyState Penalties(IReadOnlyDictionary<string, string> metadata)
    {
        return new PenaltyState(PenaltyWeights.Parse(metadata["penalties.weights"]))
        {
            Before = Of("penalties.before", PenaltyWeights.Parse),
            Report = Of("penalties.report", StageReport.Parse),
            ReportBefore = Of("penalties.reportBefore", StageReport.Parse),
            Worse = (int)Number(metadata["penalties.worse"]),
            Slowings = (int)Number(metadata["penalties.slowings"]),
        };

        T? Of<T>(string key, Func<string, T> parse)
            where T : class => metadata[key].Length == 0 ? null : parse(metadata[key]);
    }

    private static StateArray ToArray(Tensor tensor)
    {
        var values = new Real[tensor.Count];
        tensor.CopyTo(values);
        return new StateArray(tensor.Name[(tensor.Name.IndexOf('/', StringComparison.Ordinal) + 1)..], tensor.Shape[0], tensor.Shape[1], values);
    }

    private static BlockId Block(string name)
    {
        var parts = name.Split('.');
        var layer = (int)Number(parts[1]);
        return parts[0] == "theta" ? BlockId.Parameters(layer) : BlockId.Activations(layer, (int)Number(parts[2]));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
