using System.Text.Json.Nodes;

namespace LiftedActors.Host.Runs;

/// <summary>What a run came to on some samples.</summary>
/// <param name="Degraded">The degraded images themselves; null where there is nothing to restore.</param>
/// <param name="Backprop">The baseline; null where it was not trained.</param>
/// <param name="Lifted">The lifted network; null where back-propagation was trained alone.</param>
public sealed record RunQuality(Quality? Degraded, Quality? Backprop, Quality? Lifted)
{
    /// <summary>The values of one measure.</summary>
    public JsonObject ToJson(QualityMeasure measure)
    {
        var json = new JsonObject();
        if (Degraded is not null)
        {
            json["degraded"] = RunSummary.Number(Degraded[measure]);
        }

        json["backprop"] = RunSummary.Number(Backprop?[measure]);
        json["lifted"] = RunSummary.Number(Lifted?[measure]);
        return json;
    }

    /// <summary>The measure that counts in one line, and what the lifted network gains over the degraded images.</summary>
    public override string ToString()
    {
        var (name, trained) = Lifted is null ? ("back-propagation", Backprop!) : ("lifted", Lifted);
        var (measure, value) = trained.Principal;

        // Images that nothing happened to are infinitely good.
        var seen = Degraded is not null && double.IsFinite(Degraded[measure]) ? Degraded : null;
        string?[] parts =
        [
            seen is { } degraded ? $"degraded {measure.Value(degraded[measure])}" : null,
            Lifted is not null && Backprop is { } backprop ? $"back-propagation {measure.Value(backprop[measure])}" : null,
            $"{name} {measure.Value(value)}",
        ];
        var gain = seen is null ? string.Empty : $"; {name} gains {measure.Value(value - seen[measure])}";
        return $"{measure.Name}: {string.Join(", ", parts.OfType<string>())}{gain}";
    }
}
