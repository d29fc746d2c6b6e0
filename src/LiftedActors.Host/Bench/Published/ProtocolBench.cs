using System.Globalization;
using System.Text.Json.Nodes;
using LiftedActors.Host.Commands;
using LiftedActors.Host.Runs;

namespace LiftedActors.Host.Bench.Published;

/// <summary>Trains a protocol once per seed, each into a run folder of its own, and prints what came out beside the published figures.</summary>
/// <param name="protocol">The protocol.</param>
/// <param name="folder">The folder of the run folders; runs that are complete there are not repeated.</param>
/// <param name="seeds">The seeds 1…N.</param>
internal sealed class ProtocolBench(Protocol protocol, string folder, int seeds)
{
    /// <summary>Runs what is missing and prints the table.</summary>
    /// <param name="options">Options of <c>lifted train</c> that all runs share.</param>
    /// <param name="output">Where the table goes.</param>
    /// <param name="error">Where the progress of the runs goes.</param>
    public async Task<int> RunAsync(IReadOnlyList<string> options, TextWriter output, TextWriter error)
    {
        var summaries = new List<JsonNode>();
        for (var seed = 1; seed <= seeds; seed++)
        {
            var run = Run(seed);
            var summary = Path.Combine(run, "summary.json");
            if (!IsComplete(summary))
            {
                string[] command = Directory.Exists(run)
                    ? ["resume", run]
                    : ["train", protocol.Name, "--out", run, "--seed", seed.ToString(CultureInfo.InvariantCulture), .. options];
                var code = await CommandTree.RunAsync(command, error, error).ConfigureAwait(false);
                if (code != ExitCode.Success || !IsComplete(summary))
                {
                    return code;
                }
            }

            summaries.Add(JsonNode.Parse(await File.ReadAllTextAsync(summary).ConfigureAwait(false))!);
        }

        Print(summaries, output);
        Judge(summaries, output);
        return ExitCode.Success;
    }

    private static bool IsComplete(string summary) =>
        File.Exists(summary) && (string?)JsonNode.Parse(File.ReadAllText(summary))?["status"] == "completed";

    private void Print(List<JsonNode> summaries, TextWriter output)
    {
        output.WriteLine($"### {protocol.Title}");
        output.WriteLine();
        output.WriteLine($"| Method | {protocol.Measure} | seconds an epoch | source |");
        output.WriteLine("|---|---|---|---|");
        foreach (var (kind, name) in new[] { ("lifted", "lifted, ours"), ("backprop", "back-propagation, ours") })
        {
            var values = summaries.Select(summary => Value(summary, kind)).OfType<double>().ToArray();
            if (values.Length > 0)
            {
                var pace = new Spread([.. summaries.Select(summary => (double?)summary["secondsPerEpoch"]?[kind] ?? 0)]).Median;
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {Text(new Spread(values))} | {pace:0.0} | `lifted bench {protocol.Name} --seeds {seeds}` |"));
            }
        }

        foreach (var row in protocol.Rows)
        {
            output.WriteLine($"| {row.Method} | {row.Value} | | {row.Source} |");
        }
    }

    /// <summary>Says whether the mark is reached, if it belongs to the pictures that the runs were judged on, and how they were made.</summary>
    private void Judge(List<JsonNode> summaries, TextWriter output)
    {
        var lifted = summaries.Select(summary => Value(summary, "lifted")).OfType<double>().DefaultIfEmpty(double.NaN).Average();
        var verdict = protocol.MarkedOn is { } pictures && !IsJudgedOn(pictures)
            ? $"is for other test pictures, those of {pictures}: name their folder with --set task.testData=./{pictures}"
            : lifted >= protocol.Mark ? "is reached" : "is missed";
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"The mark of {protocol.Mark} {verdict}. Epochs: {summaries[0]["epochs"]}; method: {summaries[0]["method"]}; {Environment.ProcessorCount} cores."));
    }

    /// <summary>Whether the first run was judged on the pictures of a folder of that name.</summary>
    private bool IsJudgedOn(string pictures) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Run(1), "spec.json")))?["task"]?["testData"]?.ToString() is { } folder
        && string.Equals(Path.GetFileName(folder.TrimEnd('/')), pictures, StringComparison.OrdinalIgnoreCase);

    private string Run(int seed) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{protocol.Name}-seed{seed}"));

    /// <summary>On the test images, after the epoch that the validation images chose where there are such.</summary>
    private double? Value(JsonNode summary, string kind) =>
        (double?)summary["best"]?[kind]?[protocol.Measure] ?? (double?)summary[protocol.Measure]?[kind];

    private static string Text(Spread values)
    {
        var digits = values.Mean < 2 ? "0.0000" : "0.00";
        return values.Values.Count > 1 ? values.Text(digits) : values.Mean.ToString(digits, CultureInfo.InvariantCulture);
    }
}
