using System.Text.Json.Nodes;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Regularisers;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Specs;

/// <summary>Reads the spec of an inversion and checks it whole: all faults are reported at once, each with its JSON path.</summary>
internal static class InversionReader
{
    private static readonly string[] Standard = ["total-variation", "box"];

    /// <summary>Whether a parsed spec describes an inversion, and not a training.</summary>
    public static bool Describes(JsonObject spec) => spec.ContainsKey("model");

    /// <summary>Reads a parsed spec, which is not changed.</summary>
    /// <param name="source">What the spec is called in messages.</param>
    /// <param name="spec">The spec.</param>
    /// <exception cref="SpecException">The spec has faults; all are in the message.</exception>
    public static InversionSpec Read(string source, JsonObject spec)
    {
        var resolved = (JsonObject)spec.DeepClone();
        var faults = new List<SpecFault>();
        var root = new SpecSection(resolved, string.Empty, faults);
        var name = root.Text("name", "inversion");
        if (!SpecReader.IsName(name))
        {
            root.Fault("name", $"'{name}' cannot be part of a folder's name; use letters, digits, '-', '_' and '.'.");
        }

        var network = root.Has("network") ? Network(root) : null;
        var alpha = Alpha(root);
        var method = Method(root.Section("method"));
        var read = new InversionSpec
        {
            Name = name ?? string.Empty,
            Model = root.Text("model") ?? string.Empty,
            Weights = root.Word("weights", RunWeights.Last),
            Network = network,
            Names = root.Has("names") ? root.Text("names") : null,
            Shape = root.Has("shape") && root.Wholes("shape") is [var height, var width] ? new ImageShape(height, width) : null,
            Layers = (int)root.Whole("layers", (0, int.MaxValue), 0),
            Measurements = root.Has("measurements") ? root.Text("measurements") : null,
            Data = root.Has("data") ? root.Text("data") : null,
            Images = (int)root.Whole("images", (1, 100_000), 10),
            Noise = root.NonNegative("noise", 0),
            Misfit = root.Word("misfit", MisfitKind.Squared),
            Project = root.Truth("project", false),
            Regularisers = [.. Regularisers(root)],
            Alpha = alpha.Number,
            Rule = alpha.Rule,
            Grid = (root.NonNegative("alphaLeast", 1e-4), root.NonNegative("alphaLargest", 1), (int)root.Whole("alphaPoints", (4, 1000), 9)),
            Tau = root.NonNegative("tau", 1),
            Start = root.Word("start", StartKind.Zero),
            StartImage = root.Has("startImage") ? root.Text("startImage") : null,
            Method = method!,
            Iterations = (int)root.Whole("iterations", (1, int.MaxValue), 500),
            Tolerance = root.NonNegative("tolerance", 1e-6),
            StopsAtDiscrepancy = root.Truth("stopAtDiscrepancy", false),
            Landweber = (int)root.Whole("landweber", (0, 1_000_000), 200),
            Layerwise = (int)root.Whole("layerwise", (0, 1_000_000), 500),
            Seed = root.Whole("seed", (0, long.MaxValue), 1),
            CheckpointEvery = (int)root.Whole("checkpointEvery", (0, int.MaxValue), 50),
            Resolved = resolved,
        };
        root.Finish();
        Check(root, read);
        return faults.Count > 0 ? throw new SpecException(source, faults) : read;
    }

    private static void Check(SpecSection root, InversionSpec read)
    {
        if (read.Tau < 1)
        {
            root.Fault("tau", $"{read.Tau} is below 1, where no input need reach the noise level; give a number from 1.");
        }

        if (read.Noise == 0 && (read.StopsAtDiscrepancy || (read.Alpha is null && read.Rule is WeightRule.Discrepancy or WeightRule.SourceNorm)))
        {
            root.Fault("noise", "the noise level is 0, from which nothing can be chosen; give it, or alpha as a number, or the rule l-curve or quasi-optimality.");
        }

        if (!(read.Grid.Least > 0 && read.Grid.Least < read.Grid.Largest))
        {
            root.Fault("alphaLeast", $"weights cannot go from {read.Grid.Least} to {read.Grid.Largest}; give a positive one and a larger one.");
        }

        if (read.Start == StartKind.Image != read.StartImage is not null)
        {
            root.Fault("startImage", "a picture to begin at goes with the start 'image', and that with a picture; give both or neither.");
        }

        if (read is { Measurements: not null, Data: not null })
        {
            root.Fault("data", "measurements are given, so that no images are needed; leave one of the two out.");
        }
    }

    private static Network? Network(SpecSection root)
    {
        var section = root.Section("network");
        if (!section.Has("widths"))
        {
            root.Fault("network", "beside weights alone only the widths of a perceptron can be given; bring a network of other layers as an ONNX model.");
            return null;
        }

        return NetworkReader.Read(section, null).Network;
    }

    private static (double? Number, WeightRule Rule) Alpha(SpecSection root)
    {
        if (root.Number("alpha") is not { } alpha)
        {
            return (null, root.Word("alpha", WeightRule.Discrepancy));
        }

        if (!(alpha > 0))
        {
            root.Fault("alpha", $"{alpha} is not possible; give a positive number.");
        }

        return (alpha, default);
    }

    private static IReadOnlyList<RegulariserDesign> Regularisers(SpecSection root)
    {
        root.Default("regularisers", new JsonArray([.. Standard.Select(word => (JsonNode)word)]));
        return root.Members("regularisers", Families.Regularisers) ?? [];
    }

    private static LiftedMethod? Method(SpecSection section)
    {
        section.Default("formulation", new JsonObject { ["lifted-bregman"] = new JsonObject { ["weight"] = 1.0 } });
        var formulation = section.Member("formulation", Families.Formulations);
        var update = section.Member("update", Families.Updates, "nesterov");
        var schedule = section.Member("schedule", Families.Schedules, "backward-gauss-seidel");
        var sweeps = (int)section.Whole("sweeps", (1, int.MaxValue), 1);
        var shards = (int)section.Whole("shards", (1, 4096), 1);
        section.Finish();
        if (formulation is null || update is null || schedule is null)
        {
            return null;
        }

        try
        {
            return LiftedMethod.Inversion(formulation, update, schedule, sweeps, shards);
        }
        catch (ArgumentException fault)
        {
            section.Fault("schedule", SpecSection.Sentence(fault));
            return null;
        }
    }
}
