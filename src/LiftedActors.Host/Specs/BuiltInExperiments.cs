using System.Text.Json.Nodes;
using LiftedActors.Host.Data;

namespace LiftedActors.Host.Specs;

/// <summary>The experiments of <c>config/experiments</c>, which this program carries with it.</summary>
public static class BuiltInExperiments
{
    private static readonly EmbeddedSpecs Specs = new("experiments");

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names => Specs.Names;

    /// <summary>Reads a spec with values of the command line over its own.</summary>
    /// <param name="source">A file, or the name of a built-in experiment.</param>
    /// <param name="overrides">Texts of the form <c>a.b=c</c>.</param>
    /// <exception cref="SpecException">The spec has faults.</exception>
    /// <exception cref="DataFaultException">The file cannot be read.</exception>
    /// <param name="method">The word of the method over that of the spec; null for the spec's own.</param>
    public static ExperimentSpec Read(string source, IEnumerable<string> overrides, string? method = null)
    {
        var spec = Parse(source);
        if (method is not null)
        {
            MethodReader.Choose(spec, method);
        }

        SpecOverrides.Apply(spec, overrides);
        return SpecReader.Read(source, spec);
    }

    /// <summary>Parses a spec without checking it.</summary>
    /// <param name="source">A file, or the name of a built-in experiment.</param>
    /// <exception cref="SpecException">There is none, or it is not a JSON object.</exception>
    /// <exception cref="DataFaultException">The file cannot be read.</exception>
    internal static JsonObject Parse(string source) => SpecReader.Parse(source, Text(source));

    private static string Text(string source)
    {
        if (!File.Exists(source) && Names.Contains(source))
        {
            return Specs.Text(source);
        }

        return File.Exists(source)
            ? DataFaultException.Reading(source, stream => new StreamReader(stream).ReadToEnd())
            : throw new SpecException(source, "SPEC", $"there is no such file, and no built-in experiment of this name: {Model.Operators.Spelling.Suggestion(source, Names)}.");
    }
}
