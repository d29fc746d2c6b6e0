using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Runs;

/// <summary>What a run came to, for a script to read; <c>docs/run-folder.md</c> describes the schema.</summary>
public sealed record RunSummary
{
    /// <summary>How the summary of a run is written.</summary>
    internal static readonly JsonSerializerOptions JsonOptions = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How the run ended.</summary>
    public required SolveStatus Status { get; init; }

    /// <summary>The experiment.</summary>
    public required Experiment Experiment { get; init; }

    /// <summary>The engine and its workers.</summary>
    public required (string Name, int Workers) Engine { get; init; }

    /// <summary>The iterations behind the weights.</summary>
    public required int Iterations { get; init; }

    /// <summary>The time spent in iterations of either training.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The mean seconds of an epoch; null where there was none.</summary>
    public required (double? Lifted, double? Backprop) SecondsPerEpoch { get; init; }

    /// <summary>The quality on the test samples.</summary>
    public required RunQuality Quality { get; init; }

    /// <summary>The quality on the validation samples; null where there are none.</summary>
    public RunQuality? Validation { get; init; }

    /// <summary>The best epochs of both trainings; null where none is kept.</summary>
    internal (BestResult? Lifted, BestResult? Backprop) Best { get; init; }

    /// <summary>The objective and the lifting gap of the last iteration.</summary>
    public required (double Objective, double LiftingGap) Last { get; init; }

    /// <summary>The digest of <c>weights.safetensors</c>.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>Writes the summary.</summary>
    public void Write(string path) => DurableFile.WriteLines(path, ToJson().ToJsonString(JsonOptions));

    /// <summary>The summary as JSON.</summary>
    public JsonObject ToJson()
    {
        var json = Always();
        var place = json.IndexOf("objective");
        foreach (var measure in Experiment.Assessment.Measures)
        {
            json.Insert(place++, measure.Key, Quality.ToJson(measure));
        }

        if (Validation is { } validation)
        {
            json.Insert(place, "validation", new JsonObject(Experiment.Assessment.Measures.Select(measure => KeyValuePair.Create(measure.Key, (JsonNode?)validation.ToJson(measure)))));
        }

        if ((Best.Lifted ?? Best.Backprop) is { } best)
        {
            json["best"] = new JsonObject { ["metric"] = best.Weights.Metric, ["lifted"] = ToJson(Best.Lifted), ["backprop"] = ToJson(Best.Backprop) };
        }

        return json;
    }

    private static JsonObject? ToJson(BestResult? best)
    {
        if (best is null)
        {
            return null;
        }

        var json = new JsonObject { ["epoch"] = best.Weights.Epoch, ["value"] = Number(best.Weights.Value) };
        foreach (var (measure, value) in best.Quality.Values)
        {
            json[measure.Key] = Number(value);
        }

        json["weightsSha256"] = best.Weights.Sha256;
        return json;
    }

    private JsonObject Always() => new()
    {
        ["schema"] = 1,
        ["name"] = Experiment.Spec.Name,
        ["status"] = Spelling.KebabCase(Status.Outcome.ToString()),
        ["advice"] = Status.Advice,
        ["method"] = MethodText(Experiment.Spec.Resolved),
        ["engine"] = Engine.Name,
        ["workers"] = Engine.Workers,
        ["seed"] = Experiment.Spec.Seed,
        ["epochs"] = Iterations / Experiment.Sampler.BatchesPerEpoch,
        ["iterations"] = Iterations,
        ["seconds"] = Number(Elapsed.TotalSeconds),
        ["secondsPerEpoch"] = new JsonObject { ["lifted"] = Number(SecondsPerEpoch.Lifted), ["backprop"] = Number(SecondsPerEpoch.Backprop) },
        ["objective"] = Number(Last.Objective),
        ["liftingGap"] = Number(Last.LiftingGap),
        ["peakMemory"] = PeakMemory(),
        ["parameters"] = Experiment.Problem.Network.ParameterCount,
        ["weightsSha256"] = WeightsSha256,
        ["dataSha256"] = Experiment.Data.Sha256,
    };

    /// <summary>The most memory that this process had at any time; null where the system does not say.</summary>
    private static JsonValue? PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 > 0 ? JsonValue.Create(process.PeakWorkingSet64) : null;
    }

    internal static JsonValue? Number(double? value) => value is { } number && double.IsFinite(number) ? JsonValue.Create(Math.Round(number, 6)) : null;

    /// <summary>The method in one line: its words and parameters, as the resolved spec has them.</summary>
    private static string MethodText(JsonObject resolved) => resolved["only"] is { } only ? $"{only} {Choice(resolved["baseline"]!)}" : string.Join(
        ' ', ((string[])["formulation", "schedule", "activationUpdate", "parameterUpdate", "outer"]).Select(key => Choice(resolved["method"]![key]!)));

    private static string Choice(JsonNode node) => node is JsonObject choice
        ? $"{choice.First().Key}({string.Join(", ", choice.First().Value!.AsObject().Select(pair => $"{pair.Key}={pair.Value}"))})"
        : node.GetValue<string>();
}
