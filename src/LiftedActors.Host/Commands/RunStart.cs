using System.Text.Json;
using System.Text.Json.Nodes;
using LiftedActors.Host.Data;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Commands;

/// <summary>Writes into a new run folder what the run can be resumed from: its spec, and where its data are.</summary>
internal static class RunStart
{
    private static readonly JsonSerializerOptions JsonOptions = new() { WriteIndented = true };

    /// <summary>Writes the spec and the launch.</summary>
    public static void Write(RunFolder run, ExperimentSpec experiment, DataFolders folders, MemoryBudget? memory) =>
        Write(run, Located(experiment, folders), folders, memory);

    /// <summary>Writes the spec of an inversion and the launch.</summary>
    public static void Write(RunFolder run, InversionSpec inversion, DataFolders folders, MemoryBudget? memory) =>
        Write(run, Located(inversion, folders), folders, memory);

    private static void Write(RunFolder run, JsonObject spec, DataFolders folders, MemoryBudget? memory)
    {
        DurableFile.WriteLines(run.Spec, spec.ToJsonString(JsonOptions));
        DurableFile.WriteLines(run.Launch, new JsonObject { ["data"] = Path.GetFullPath(folders.Folder), ["memory"] = memory?.Bytes }.ToJsonString(JsonOptions));
    }

    /// <summary>The resolved spec with the full path of its data, so that the run can be resumed from any working folder.</summary>
    private static JsonObject Located(ExperimentSpec spec, DataFolders folders)
    {
        var located = (JsonObject)spec.Resolved.DeepClone();
        if (spec.Task.Location is { } location)
        {
            var path = Path.GetFullPath(folders.Resolve(location));
            located["task"]!["data"] = spec.Task.Source == DataSource.Pairs ? SpecReader.PairsPrefix + path : path;
        }

        if (spec.Task.TestLocation is { } test)
        {
            located["task"]!["testData"] = Path.GetFullPath(folders.Resolve(test));
        }

        return located;
    }

    private static JsonObject Located(InversionSpec spec, DataFolders folders)
    {
        var located = (JsonObject)spec.Resolved.DeepClone();
        located["model"] = Path.GetFullPath(spec.Model);
        foreach (var (key, path) in (ReadOnlySpan<(string, string?)>)[("names", spec.Names), ("startImage", spec.StartImage)])
        {
            if (path is not null)
            {
                located[key] = Path.GetFullPath(path);
            }
        }

        if (spec.Data is { } data && data is not ("mnist" or "phantoms"))
        {
            located["data"] = Path.GetFullPath(folders.Resolve(data));
        }

        if (spec.Measurements is { } file)
        {
            located["measurements"] = Path.GetFullPath(folders.Resolve(file));
        }

        return located;
    }
}
