using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiftedActors.Host.Runs;

namespace LiftedActors.Host.Bench;

/// <summary>A comparison of methods as a table in Markdown and as JSON.</summary>
/// <param name="name">The experiment.</param>
/// <param name="comparison">The comparison.</param>
/// <param name="refusals">The methods that the spec refuses.</param>
/// <param name="remarks">What the reader should know of the machine and of the numbers, one sentence each.</param>
internal sealed class MethodComparisonReport(
    string name, MethodComparison comparison, IReadOnlyList<(string Method, string Reason)> refusals, IReadOnlyList<string> remarks)
{
    private static readonly JsonSerializerOptions JsonOptions = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The table with what belongs to it.</summary>
    public void WriteMarkdown(TextWriter output)
    {
        var seeds = comparison.Rivals[0].Runs.Count;
        output.WriteLine($"# {name}: {comparison.Rivals.Count} methods on the same network, data, initial weights and seeds");
        output.WriteLine();
        output.WriteLine($"{comparison.Measure.Title} on the test images, mean ± standard deviation of {seeds} {(seeds == 1 ? "seed" : "seeds")}; seconds per epoch are medians.");
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| Method | at {comparison.Epochs} epochs | at {MeanSeconds:0.00} s | seconds per epoch |"));
        output.WriteLine("|---|---|---|---|");
        foreach (var score in comparison.Ranked)
        {
            var ended = score.AtEpochs.Values.Count < seeds ? $" ({score.AtEpochs.Values.Count} of {seeds} seeds)" : string.Empty;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {score.Method}{ended} | {score.AtEpochs.Text(comparison.Measure.Digits)} | {score.AtTime.Text(comparison.Measure.Digits)} | {score.SecondsPerEpoch:0.000} |"));
        }

        foreach (var rival in comparison.Rivals.Where(rival => !rival.Good.Any()))
        {
            output.WriteLine($"| {rival.Method} | none | none | none |");
        }

        Paragraphs(output, comparison.Losses());
        Paragraphs(output, refusals.Select(refusal => $"{refusal.Method} is left out: {refusal.Reason}"));
        Paragraphs(output, remarks);
    }

    /// <summary>All numbers, those of every epoch included.</summary>
    public void WriteJson(TextWriter output) => output.WriteLine(new JsonObject
    {
        ["schema"] = 1,
        ["name"] = name,
        ["measure"] = comparison.Measure.Key,
        ["epochs"] = comparison.Epochs,
        ["seconds"] = RunSummary.Number(MeanSeconds),
        ["methods"] = new JsonArray([.. comparison.Rivals.Select(Json)]),
        ["refusals"] = new JsonArray([.. refusals.Select(refusal => new JsonObject { ["method"] = refusal.Method, ["reason"] = refusal.Reason })]),
        ["losses"] = new JsonArray([.. comparison.Losses().Select(sentence => JsonValue.Create(sentence))]),
        ["remarks"] = new JsonArray([.. remarks.Select(sentence => JsonValue.Create(sentence))]),
    }.ToJsonString(JsonOptions));

    private double MeanSeconds => comparison.Seconds.Count == 0 ? 0 : comparison.Seconds.Values.Average();

    private JsonObject Json(Rival rival)
    {
        var score = comparison.Scores.FirstOrDefault(score => score.Method == rival.Method);
        return new JsonObject
        {
            ["method"] = rival.Method,
            ["atEqualEpochs"] = Json(score?.AtEpochs),
            ["atEqualTime"] = Json(score?.AtTime),
            ["secondsPerEpoch"] = RunSummary.Number(score?.SecondsPerEpoch),
            ["runs"] = new JsonArray([.. rival.Runs.Select(run => new JsonObject
            {
                ["seed"] = run.Seed,
                ["folder"] = Path.GetFileName(run.Folder),
                ["fault"] = run.Fault,
                ["epochs"] = new JsonArray([.. run.Points.Select(point => new JsonObject
                {
                    ["epoch"] = point.Epoch,
                    ["seconds"] = RunSummary.Number(point.Seconds),
                    [comparison.Measure.Key] = RunSummary.Number(point.Value),
                })]),
            })]),
        };
    }

    private static JsonObject? Json(Spread? values) => values is null ? null : new JsonObject
    {
        ["mean"] = RunSummary.Number(values.Mean),
        ["deviation"] = RunSummary.Number(values.Deviation),
        ["seeds"] = new JsonArray([.. values.Values.Select(value => RunSummary.Number(value))]),
    };

    private static void Paragraphs(TextWriter output, IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences)
        {
            output.WriteLine();
            output.WriteLine(sentence);
        }
    }
}
