using System.Globalization;
using System.Text.Json.Nodes;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Bench;

/// <summary>The methods that a spec allows on its network and data, and those that it refuses.</summary>
internal sealed record Rivals
{
    private readonly string _source;
    private readonly JsonObject _spec;

    /// <summary>Tries methods on a spec.</summary>
    /// <param name="source">A file, or the name of a built-in experiment.</param>
    /// <param name="overrides">Values over those of the spec, before a method is chosen.</param>
    /// <param name="methods">The words of the methods; null for all there are.</param>
    /// <exception cref="SpecException">The spec has faults of its own, or a word is not known.</exception>
    public Rivals(string source, IEnumerable<string> overrides, IReadOnlyList<string>? methods)
    {
        (_source, _spec) = (source, BuiltInExperiments.Parse(source));
        SpecOverrides.Apply(_spec, overrides);
        Spec = SpecReader.Read(source, _spec);
        var (allowed, refusals) = (new List<string>(), new List<(string, string)>());
        foreach (var method in methods ?? MethodReader.Words)
        {
            var chosen = Chosen(method, Spec.Seed);
            try
            {
                SpecReader.Read(source, chosen);
                allowed.Add(method);
            }
            catch (SpecException fault)
            {
                refusals.Add((method, string.Join(' ', fault.Faults.Select(one => one.Message))));
            }
        }

        (Methods, Refusals) = (allowed, refusals);
    }

    /// <summary>The spec as it stands, with its own method.</summary>
    public ExperimentSpec Spec { get; }

    /// <summary>The methods that the spec allows.</summary>
    public IReadOnlyList<string> Methods { get; }

    /// <summary>The methods that it refuses, with the reason.</summary>
    public IReadOnlyList<(string Method, string Reason)> Refusals { get; }

    /// <summary>The spec with an allowed method, and nothing beside it.</summary>
    public ExperimentSpec With(string method, long seed) => SpecReader.Read(_source, Chosen(method, seed));

    private JsonObject Chosen(string method, long seed)
    {
        var chosen = (JsonObject)_spec.DeepClone();
        MethodReader.Choose(chosen, method);
        List<string> alone = [string.Create(CultureInfo.InvariantCulture, $"seed={seed}")];
        alone.AddRange(method == MethodReader.Backpropagation ? [] : ["baseline=null"]);
        SpecOverrides.Apply(chosen, alone);
        return chosen;
    }
}
