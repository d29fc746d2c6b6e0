using System.Text.Json.Nodes;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Solving.Continuations;

namespace LiftedActors.Host.Runs;

/// <summary>The lifting gap at the end of every epoch, and every change of the penalty weights with its cause, as JSON lines.</summary>
internal sealed class PenaltyLog
{
    private readonly string _path;

    /// <summary>Opens the log and keeps what an earlier part of the run wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="iterations">The iterations to keep.</param>
    public PenaltyLog(string path, int iterations)
    {
        _path = path;
        CutBack(iterations);
    }

    /// <summary>Adds the gap at the end of an epoch.</summary>
    public void Add(int iteration, LiftingGap gap) => Add(new JsonObject
    {
        ["iteration"] = iteration,
        ["gapBound"] = Number(gap.Bound),
        ["gapEstimate"] = Number(gap.Estimate),
        ["penalties"] = new JsonArray([.. gap.Penalties.Select(value => Number(value))]),
    });

    /// <summary>Adds a change of the weights.</summary>
    public void Add(int iteration, WeightChange change) => Add(new JsonObject
    {
        ["iteration"] = iteration,
        ["weights"] = new JsonArray([.. Weights(change.Weights)]),
        ["cause"] = change.Cause,
    });

    /// <summary>Forgets what lies beyond an iteration, and a line that was not finished.</summary>
    public void CutBack(int iterations)
    {
        if (File.Exists(_path))
        {
            var kept = File.ReadLines(_path).Where(line => Iteration(line) <= iterations).ToArray();
            DurableFile.WriteLines(_path, kept);
        }
    }

    private static IEnumerable<JsonNode?> Weights(PenaltyWeights weights) => Enumerable.Range(1, weights.Layers).Select(layer => JsonValue.Create(weights[layer]));

    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static int Iteration(string line)
    {
        try
        {
            return JsonNode.Parse(line)!["iteration"]!.GetValue<int>();
        }
        catch (Exception fault) when (fault is System.Text.Json.JsonException or NullReferenceException or InvalidOperationException)
        {
            return int.MaxValue;
        }
    }

    private void Add(JsonObject line)
    {
        using var writer = new StreamWriter(_path, append: true);
        writer.WriteLine(line.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }
}
