using System.Text.Json;
using System.Text.Json.Nodes;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Host.Specs;

/// <summary>Reads an experiment spec and checks it whole: all faults are reported at once, each with its JSON path.</summary>
public static class SpecReader
{
    /// <summary>What stands before the file of pairs in <c>task.data</c>.</summary>
    public const string PairsPrefix = "pairs:";

    /// <summary>Parses the text of a spec; comments and trailing commas are allowed.</summary>
    /// <param name="source">What the text is called in messages.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="SpecException">The text is not a JSON object, or names a key twice.</exception>
    public static JsonObject Parse(string source, string text)
    {
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };
        try
        {
            return JsonNode.Parse(text, documentOptions: options) as JsonObject
                ?? throw new SpecException(source, "$", "the spec is not an object; write it in braces.");
        }
        catch (JsonException fault)
        {
            var message = fault.Message.Split(" LineNumber:")[0].Split(" Path:")[0];
            throw new SpecException(source, fault.LineNumber is { } line ? $"line {line + 1}" : "$", $"this is not a JSON object: {message}");
        }
    }

    /// <summary>Reads a parsed spec, which is not changed.</summary>
    /// <param name="source">What the spec is called in messages.</param>
    /// <param name="spec">The spec.</param>
    /// <exception cref="SpecException">The spec has faults; all are in the message.</exception>
    public static ExperimentSpec Read(string source, JsonObject spec)
    {
        var resolved = (JsonObject)spec.DeepClone();
        var faults = new List<SpecFault>();
        var root = new SpecSection(resolved, string.Empty, faults);
        var name = root.Text("name");
        if (name is { Length: 0 } || name?.AsSpan().IndexOfAnyExcept(NameLetters) >= 0)
        {
            root.Fault("name", $"'{name}' cannot be part of a folder's name; use letters, digits, '-', '_' and '.'.");
        }

        var task = TaskReader.Read(root.Section("task"));
        var (design, network, initialisation) = NetworkReader.Read(root.Section("network"), task);
        var method = Method(root.Section("method"), task?.Training);
        var baseline = Baseline(root);
        var training = TrainingReader.Read(root, task, network);
        var seed = root.Whole("seed", (0, long.MaxValue), 1);
        var checkpoints = Checkpoints(root.Section("checkpoints"));
        root.Finish();
        if (method is not null && task is not null && (long)training.Epochs * ((task.Training / method.Outer.BatchSize(task.Training)) + 1) > int.MaxValue)
        {
            root.Fault("epochs", $"{training.Epochs} epochs are more than {int.MaxValue} iterations; give fewer.");
        }

        return faults.Count > 0 ? throw new SpecException(source, faults) : new ExperimentSpec
        {
            Name = name!,
            Task = task!,
            Network = network!,
            Design = design!,
            Initialisation = initialisation,
            Method = method!,
            Baseline = baseline,
            Training = training,
            Seed = seed,
            Checkpoints = checkpoints,
            Resolved = resolved,
        };
    }

    private static System.Buffers.SearchValues<char> NameLetters { get; } =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    private static LiftedMethod? Method(SpecSection section, int? samples)
    {
        var formulation = section.Member("formulation", Families.Formulations);
        var activations = Moving(section, "activationUpdate", BlockKind.Activations);
        var parameters = Moving(section, "parameterUpdate", BlockKind.Parameters);
        var schedule = section.Member("schedule", Families.Schedules, "one-sweep");
        var outer = section.Member("outer", Families.OuterIterations);
        var shards = (int)section.Whole("shards", (1, 4096), 2);
        section.Finish();
        if (outer is not null && samples is { } count && outer.BatchSize(count) < shards)
        {
            section.Fault("shards", $"a batch of {outer.BatchSize(count)} cannot give one sample to each of {shards} shards; take fewer shards or a larger batch.");
        }

        if (formulation is null || activations is null || parameters is null || schedule is null || outer is null)
        {
            return null;
        }

        try
        {
            return new LiftedMethod(formulation, (activations, parameters), schedule, outer, shards);
        }
        catch (ArgumentException fault)
        {
            section.Fault(fault.ParamName is "outer" or "formulation" ? fault.ParamName : "schedule", SpecSection.Sentence(fault));
            return null;
        }
    }

    private static BlockUpdate? Moving(SpecSection section, string key, BlockKind kind)
    {
        var update = section.Member(key, Families.Updates);
        if (update is null || update.Moves(kind))
        {
            return update;
        }

        section.Fault(key, $"{Spelling.KebabCase(update.GetType().Name)} cannot move {kind.ToString().ToLowerInvariant()}; take another update.");
        return null;
    }

    private static BlockUpdate? Baseline(SpecSection root)
    {
        if (!root.Has("baseline"))
        {
            return null;
        }

        var update = root.Member("baseline", Families.Updates);
        if (update is not null && (!update.Moves(BlockKind.Parameters) || update.NeedsLipschitz))
        {
            root.Fault("baseline", $"back-propagation cannot use {Spelling.KebabCase(update.GetType().Name)}; take adam or gradient-descent.");
        }

        return update;
    }

    private static CheckpointSpec Checkpoints(SpecSection section)
    {
        var spec = new CheckpointSpec((int)section.Whole("everyEpochs", (0, int.MaxValue), 1), (int)section.Whole("everyIterations", (0, int.MaxValue), 0));
        section.Finish();
        return spec;
    }
}
