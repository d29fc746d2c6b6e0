using System.Text.Json;
using System.Text.Json.Nodes;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Host.Specs;

/// <summary>Reads an experiment spec and checks it whole: all faults are reported at once, each with its JSON path.</summary>
public static class SpecReader
{
    /// <summary>What stands before the file of pairs in <c>task.data</c>.</summary>
    public const string PairsPrefix = "pairs:";

    private const string NoCodes = "back-propagation has no auxiliary activations that could be sparse; leave codeSparsity out.";

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
        if (!IsName(name))
        {
            root.Fault("name", $"'{name}' cannot be part of a folder's name; use letters, digits, '-', '_' and '.'.");
        }

        var task = TaskReader.Read(root.Section("task"));
        var (design, network, initialisation) = NetworkReader.Read(root.Section("network"), task);
        var (method, postprocess) = MethodReader.Read(root.Section("method"), task?.Training);
        var baseline = Baseline(root);
        var training = TrainingReader.Read(root, task, network);
        var seed = root.Whole("seed", (0, long.MaxValue), 1);
        var checkpoints = Checkpoints(root.Section("checkpoints"));
        var isAlone = root.Has("only") && root.Text("only") is { } only && IsBackpropagation(root, only, baseline);
        root.Finish();
        if (postprocess && network is not null && Postprocessing.Refusal(network) is { } refusal)
        {
            root.Fault("method.postprocess", $"{refusal}.");
        }

        if (method is not null && network is not null && Unpenalised(method, network) is { } misfit)
        {
            root.Fault("method.formulation", misfit);
        }

        if (method?.Formulation.ConstraintWeight is not null && network is not null && !network.Layers[..^1].Any(layer => layer.IsConstraint))
        {
            root.Fault($"method.{MethodReader.ConstraintWeight}", "no hidden layer of the network is a constraint, which is one with the identity as its activation; leave it out, or take a residual network.");
        }

        if (training.CodeSparsity > 0 && (isAlone ? NoCodes : WithoutClosedForm(method, network, training.CodeSparsity)) is { } reason)
        {
            root.Fault("codeSparsity", reason);
        }

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
            Method = method! with { Course = training.Course, CodeSparsity = training.CodeSparsity },
            Baseline = baseline,
            IsBaselineAlone = isAlone,
            Postprocess = postprocess,
            Training = training,
            Seed = seed,
            Checkpoints = checkpoints,
            Resolved = resolved,
        };
    }

    /// <summary>Whether a name may be part of a folder's; a missing one has been noted already.</summary>
    internal static bool IsName(string? name) => name is null || (name.Length > 0 && name.AsSpan().IndexOfAnyExcept(NameLetters) < 0);

    private static System.Buffers.SearchValues<char> NameLetters { get; } =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    /// <summary>Why some layer cannot have the penalty of the formulation; null where all can.</summary>
    private static string? Unpenalised(LiftedMethod method, Network network)
    {
        try
        {
            foreach (var layer in Enumerable.Range(1, network.Depth))
            {
                method.Formulation.PenaltyOf(layer, network);
            }

            return null;
        }
        catch (ArgumentException fault)
        {
            return SpecSection.Sentence(fault);
        }
    }

    /// <summary>Why the codes cannot have an ℓ₁ penalty; null where they can, or where other faults come first.</summary>
    private static string? WithoutClosedForm(LiftedMethod? method, Network? network, double sparsity)
    {
        try
        {
            var sparse = method is null ? null : method with { CodeSparsity = sparsity };
            for (var layer = 1; sparse is not null && network is not null && layer < network.Depth; layer++)
            {
                _ = new SparsePenalty(sparse.Formulation.PenaltyOf(layer, network), sparsity);
            }

            return null;
        }
        catch (ArgumentException fault)
        {
            return SpecSection.Sentence(fault);
        }
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

    private static bool IsBackpropagation(SpecSection root, string only, BlockUpdate? baseline)
    {
        if (only != MethodReader.Backpropagation)
        {
            root.Fault("only", $"'{only}' is not possible; give {MethodReader.Backpropagation}, or leave it out.");
        }
        else if (baseline is null)
        {
            root.Fault("baseline", "back-propagation alone needs its update here, such as adam.");
        }

        return true;
    }

    private static CheckpointSpec Checkpoints(SpecSection section)
    {
        var spec = new CheckpointSpec((int)section.Whole("everyEpochs", (0, int.MaxValue), 1), (int)section.Whole("everyIterations", (0, int.MaxValue), 0));
        section.Finish();
        return spec;
    }
}
