using System.Text.Json.Nodes;
using LiftedActors.Host.Data;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Inverting;

/// <summary>The inversions of <c>config/inversions</c>, which this program carries with it, and those of files.</summary>
internal static class BuiltInInversions
{
    private static readonly EmbeddedSpecs Specs = new("inversions");

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names => Specs.Names;

    /// <summary>Reads a spec with values of the command line over its own; a model stands for a spec that names it and nothing else.</summary>
    /// <param name="source">A spec file, the name of a built-in inversion, a run folder, or a file with a network.</param>
    /// <param name="overrides">Texts of the form <c>a.b=c</c>.</param>
    /// <exception cref="SpecException">There is none, or the spec has faults.</exception>
    /// <exception cref="DataFaultException">The file cannot be read.</exception>
    public static InversionSpec Read(string source, IEnumerable<string> overrides)
    {
        var spec = Parse(source);
        SpecOverrides.Apply(spec, overrides);
        return InversionReader.Read(source, spec);
    }

    private static JsonObject Parse(string source)
    {
        if (Names.Contains(source) && !Path.Exists(source))
        {
            return SpecReader.Parse(source, Specs.Text(source));
        }

        if (!Path.Exists(source))
        {
            throw new SpecException(source, "SPEC", $"there is no such file or run folder, and no built-in inversion of this name: {Model.Operators.Spelling.Suggestion(source, Names)}.");
        }

        return Path.GetExtension(source) == ".json"
            ? SpecReader.Parse(source, DataFaultException.Reading(source, stream => new StreamReader(stream).ReadToEnd()))
            : new JsonObject { ["name"] = "inversion", ["model"] = source };
    }
}
