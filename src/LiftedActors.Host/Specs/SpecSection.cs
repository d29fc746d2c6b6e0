using System.Text.Json.Nodes;
using LiftedActors.Model.Operators;

namespace LiftedActors.Host.Specs;

/// <summary>
/// One object of a spec while it is read: every fault is noted with its path, and every default is written into the object, so that
/// what has been read is the resolved spec.
/// </summary>
internal sealed class SpecSection(JsonObject node, string path, List<SpecFault> faults)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly int _faultsBefore = faults.Count;

    /// <summary>Whether a fault was noted since this object began to be read.</summary>
    public bool HasFaults => faults.Count > _faultsBefore;

    public string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";

    public void Fault(string key, string message) => faults.Add(new SpecFault(PathOf(key), message));

    public bool Has(string key)
    {
        _known.Add(key);
        return node[key] is not null;
    }

    public string? Text(string key, string? standard = null)
    {
        if (Settle(key, standard is null ? null : JsonValue.Create(standard)) is not { } value)
        {
            return null;
        }

        if (value is JsonValue scalar && scalar.TryGetValue(out string? text))
        {
            return text;
        }

        Fault(key, $"{value.ToJsonString()} is not a text; write it in quotation marks.");
        return null;
    }

    /// <summary>Reads a member of an enumeration by its name in kebab-case.</summary>
    public T Word<T>(string key, T standard)
        where T : struct, Enum
    {
        var text = Text(key, Spelling.KebabCase(standard.ToString()));
        var known = Enum.GetValues<T>().ToDictionary(value => Spelling.KebabCase(value.ToString()));
        if (text is not null && known.TryGetValue(text, out var value))
        {
            return value;
        }

        if (text is not null)
        {
            Fault(key, $"there is no '{text}': {Spelling.Suggestion(text, known.Keys)}.");
        }

        return standard;
    }

    public long Whole(string key, (long Least, long Most) range, long? standard = null)
    {
        if (Settle(key, standard is null ? null : JsonValue.Create(standard.Value)) is not { } value)
        {
            return range.Least;
        }

        if (value is JsonValue scalar && scalar.TryGetValue(out long number) && number >= range.Least && number <= range.Most)
        {
            return number;
        }

        Fault(key, $"{value.ToJsonString()} is not possible; give a whole number {Bounds(range)}.");
        return range.Least;
    }

    /// <summary>A value to take where the spec has none.</summary>
    public void Default(string key, JsonNode standard) => node[key] ??= standard;

    /// <summary>Reads a number where there is one; null where there is something else.</summary>
    public double? Number(string key) => node[key] is JsonValue scalar && scalar.TryGetValue(out double number) && Has(key) ? number : null;

    public bool Truth(string key, bool? standard = null)
    {
        if (Settle(key, standard is null ? null : JsonValue.Create(standard.Value)) is JsonValue value && value.TryGetValue(out bool truth))
        {
            return truth;
        }

        Fault(key, $"{node[key]?.ToJsonString()} is not possible; give true or false.");
        return false;
    }

    public double NonNegative(string key, double standard)
    {
        var value = Settle(key, JsonValue.Create(standard))!;
        if (value is JsonValue scalar && scalar.TryGetValue(out double number) && number >= 0 && double.IsFinite(number))
        {
            return number;
        }

        Fault(key, $"{value.ToJsonString()} is not possible; give a number from 0.");
        return standard;
    }

    /// <summary>Reads a number above 0; null where there is something else, which is noted.</summary>
    public double? Positive(string key)
    {
        var value = Settle(key, null);
        if (value is JsonValue scalar && scalar.TryGetValue(out double number) && number > 0 && double.IsFinite(number))
        {
            return number;
        }

        Fault(key, $"{value?.ToJsonString()} is not possible; give a number above 0.");
        return null;
    }

    public IReadOnlyList<int> Wholes(string key)
    {
        if (Settle(key, null) is not { } value)
        {
            return [];
        }

        var numbers = new List<int>();
        foreach (var item in value as JsonArray ?? [])
        {
            if (item is JsonValue scalar && scalar.TryGetValue(out int number) && number > 0)
            {
                numbers.Add(number);
            }
        }

        if (value is JsonArray array && array.Count == numbers.Count && numbers.Count >= 2)
        {
            return numbers;
        }

        Fault(key, $"{value.ToJsonString()} is not possible; give a list of at least two whole numbers from 1, such as [784, 784].");
        return [];
    }

    /// <summary>Reads an inner object; an absent one is taken as empty, so that what it lacks is noted one by one.</summary>
    public SpecSection Section(string key)
    {
        _known.Add(key);
        if (node[key] is JsonObject inner)
        {
            return new SpecSection(inner, PathOf(key), faults);
        }

        if (node[key] is { } other)
        {
            Fault(key, $"{other.ToJsonString()} is not possible; give an object in braces.");
        }

        var empty = new JsonObject();
        node[key] = empty;
        return new SpecSection(empty, PathOf(key), faults);
    }

    /// <summary>Reads a member of a family: a word, or an object with the word as its one key and the parameters as its value.</summary>
    public T? Member<T>(string key, MemberCatalogue<T> family, string? standard = null)
        where T : class
    {
        var value = Settle(key, standard is null ? null : JsonValue.Create(standard));
        if (value is null)
        {
            return null;
        }

        var (word, given) = value switch
        {
            JsonObject { Count: 1 } choice => (choice.First().Key, choice.First().Value ?? new JsonObject()),
            JsonValue scalar when scalar.TryGetValue(out string? text) => (text, new JsonObject()),
            _ => (null, null),
        };
        if (word is null || given is not JsonObject parameters)
        {
            Fault(key, $"{value.ToJsonString()} is not possible; give one word, or {{\"word\": {{parameters}}}}. Known: {string.Join(", ", family.Words)}.");
            return null;
        }

        if (family.Find(word) is not { } member)
        {
            var reason = typeof(T) == typeof(Model.Potentials.ConvexPotential) ? Model.Potentials.PotentialCatalogue.Refusal(word) : null;
            Fault(key, reason is null ? $"there is no '{word}': {Spelling.Suggestion(word, family.Words)}." : $"{reason.TrimEnd('.')}.");
            return null;
        }

        var values = Values(member.Parameters, parameters, $"{key}.{word}");
        if (values is null)
        {
            return null;
        }

        node[key] = Resolved(member, parameters);
        return Create(key, member, values);
    }

    /// <summary>Writes a value that was found by other means, so that the resolved spec has it.</summary>
    public void Write(string key, string? value) => node[key] = value;

    /// <summary>Reads a list of members of a family; null where it is none or has faults.</summary>
    public IReadOnlyList<T>? Members<T>(string key, MemberCatalogue<T> family)
        where T : class
    {
        if (Settle(key, null) is not JsonArray { Count: > 0 } array)
        {
            Fault(key, $"{node[key]?.ToJsonString() ?? "null"} is not possible; give a list of members. Known: {string.Join(", ", family.Words)}.");
            return null;
        }

        // Each element is read as the one value of a section of its own, and what it resolves to is put in its place.
        var members = new List<T?>();
        for (var i = 0; i < array.Count; i++)
        {
            var element = new JsonObject { [$"{i}"] = array[i]?.DeepClone() };
            members.Add(new SpecSection(element, PathOf(key), faults).Member($"{i}", family));
            array[i] = element[$"{i}"]?.DeepClone();
        }

        return members.Any(member => member is null) ? null : [.. members.Select(member => member!)];
    }

    /// <summary>Notes every key that nobody asked for.</summary>
    public void Finish()
    {
        foreach (var (key, value) in node)
        {
            // A key that is set to null is one that was taken out.
            if (value is not null && !_known.Contains(key))
            {
                Fault(key, $"this key is not known: {Spelling.Suggestion(key, _known.Order(StringComparer.Ordinal))}.");
            }
        }
    }

    private static string Bounds((long Least, long Most) range) => range.Most == long.MaxValue || range.Most == int.MaxValue
        ? $"from {range.Least}"
        : $"from {range.Least} to {range.Most}";

    private JsonNode? Settle(string key, JsonNode? standard)
    {
        _known.Add(key);
        if (node[key] is null && standard is not null)
        {
            node[key] = standard;
        }
        else if (node[key] is null)
        {
            Fault(key, "this is missing; give a value.");
        }

        return node[key];
    }

    private Dictionary<string, object>? Values(IReadOnlyList<MemberParameter> parameters, JsonObject given, string key)
    {
        var before = faults.Count;
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, node) in given)
        {
            if (parameters.FirstOrDefault(parameter => parameter.IsNamed(name)) is not { } parameter)
            {
                Fault($"{key}.{name}", $"this parameter is not known: {Spelling.Suggestion(name, parameters.Select(known => known.Name))}.");
            }
            else if (parameter.Convert(node) is { } value)
            {
                values[parameter.Name] = value;
            }
            else
            {
                Fault($"{key}.{name}", $"{node?.ToJsonString() ?? "null"} is not possible; give {parameter.Expectation}.");
            }
        }

        foreach (var parameter in parameters.Where(parameter => !parameter.IsOptional && !given.Any(pair => parameter.IsNamed(pair.Key))))
        {
            Fault($"{key}.{parameter.Name}", $"this parameter is missing; give {parameter.Expectation}.");
        }

        return faults.Count == before ? values : null;
    }

    private static JsonNode Resolved<T>(Member<T> member, JsonObject given)
    {
        var resolved = new JsonObject();
        foreach (var parameter in member.Parameters)
        {
            var value = given.FirstOrDefault(pair => parameter.IsNamed(pair.Key)).Value?.DeepClone() ?? parameter.DefaultNode();
            if (value is not null)
            {
                resolved[parameter.Name] = value;
            }
        }

        return resolved.Count == 0 ? JsonValue.Create(member.Word) : new JsonObject { [member.Word] = resolved };
    }

    private T? Create<T>(string key, Member<T> member, Dictionary<string, object> values)
        where T : class
    {
        try
        {
            return member.Create(values);
        }
        catch (ArgumentException fault)
        {
            var parameter = fault.ParamName is { } name && member.Parameters.Any(known => known.IsNamed(name)) ? $".{System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name)}" : string.Empty;
            Fault($"{key}.{member.Word}{parameter}", Sentence(fault));
            return null;
        }
    }

    /// <summary>The message of an exception without the lines that the runtime adds.</summary>
    public static string Sentence(ArgumentException fault)
    {
        var text = fault.Message.Split('\n')[0].Trim();
        var added = text.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return added < 0 ? text : text[..added];
    }
}
