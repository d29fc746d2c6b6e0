using System.Text.Json.Nodes;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Host.Specs;

/// <summary>Reads the method of a spec.</summary>
internal static class MethodReader
{
    /// <summary>What <c>only</c> names, and <c>--method</c> beside the formulations.</summary>
    public const string Backpropagation = "back-propagation";

    /// <summary>The key of the weight of an architecture's constraints.</summary>
    public const string ConstraintWeight = "constraintWeight";

    /// <summary>The words of <c>--method</c>.</summary>
    public static IReadOnlyList<string> Words { get; } = [Backpropagation, .. Families.Formulations.Words];

    /// <summary>The overrides that choose a method by its word; parameters that the new formulation has as well are kept.</summary>
    /// <exception cref="SpecException">The word is not known.</exception>
    public static void Choose(JsonObject spec, string word)
    {
        if (!Words.Contains(word))
        {
            throw new SpecException("The command line", "--method", $"there is no '{word}': {Spelling.Suggestion(word, Words)}.");
        }

        if (word == Backpropagation)
        {
            spec["only"] = word;
            return;
        }

        var parameters = new JsonObject();
        var given = (spec["method"]?["formulation"] as JsonObject)?.FirstOrDefault().Value as JsonObject ?? [];
        foreach (var (key, value) in given)
        {
            if (Families.Formulations.Find(word)!.Parameters.Any(parameter => parameter.IsNamed(key)))
            {
                parameters[key] = value?.DeepClone();
            }
        }

        spec.Remove("only");
        if (spec["method"] is not JsonObject method)
        {
            spec["method"] = method = [];
        }

        method["formulation"] = new JsonObject { [word] = parameters };
    }

    /// <summary>Reads the method.</summary>
    /// <param name="section">The section.</param>
    /// <param name="samples">The training samples, if they are known.</param>
    public static (LiftedMethod? Method, bool Postprocess) Read(SpecSection section, int? samples)
    {
        var formulation = section.Member("formulation", Families.Formulations);
        if (section.Has(ConstraintWeight) && section.Positive(ConstraintWeight) is { } weight && formulation is not null)
        {
            formulation = formulation with { ConstraintWeight = weight };
        }

        var activations = Moving(section, "activationUpdate", BlockKind.Activations);
        var parameters = Moving(section, "parameterUpdate", BlockKind.Parameters);
        var schedule = section.Member("schedule", Families.Schedules, "one-sweep");
        var outer = section.Member("outer", Families.OuterIterations);
        var continuation = section.Has("continuation") ? section.Member("continuation", Families.Continuations) : null;
        var postprocess = section.Has("postprocess") && section.Truth("postprocess");
        var shards = (int)section.Whole("shards", (1, 4096), 2);
        section.Finish();
        if (outer is not null && samples is { } count && outer.BatchSize(count) < shards)
        {
            section.Fault("shards", $"a batch of {outer.BatchSize(count)} cannot give one sample to each of {shards} shards; take fewer shards or a larger batch.");
        }

        if (formulation is null || activations is null || parameters is null || schedule is null || outer is null)
        {
            return (null, postprocess);
        }

        try
        {
            var method = new LiftedMethod(formulation, (activations, parameters), schedule, outer, shards);
            return (continuation is null ? method : method.With(continuation), postprocess);
        }
        catch (ArgumentException fault)
        {
            section.Fault(fault.ParamName is "outer" or "formulation" or "continuation" ? fault.ParamName : "schedule", SpecSection.Sentence(fault));
            return (null, postprocess);
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
}
