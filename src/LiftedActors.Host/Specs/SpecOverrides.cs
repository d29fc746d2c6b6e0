using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LiftedActors.Host.Specs;

/// <summary>Values that the command line puts over those of a spec: <c>method.shards=4</c>, <c>network.widths=[784,100,784]</c>.</summary>
public static class SpecOverrides
{
    /// <summary>Writes overrides into a parsed spec, in order; what they name is checked when the spec is read.</summary>
    /// <param name="spec">The spec, which is changed.</param>
    /// <param name="overrides">Texts of the form <c>a.b=c</c>; c is JSON where it can be, otherwise a text.</param>
    /// <exception cref="SpecException">A text is not of this form, or leads through something that is not an object.</exception>
    public static void Apply(JsonObject spec, IEnumerable<string> overrides)
    {
        var faults = new List<SpecFault>();
        foreach (var text in overrides)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                faults.Add(new SpecFault(text, "this is not of the form key=value, such as epochs=2 or method.shards=4."));
            }
            else
            {
                Put(spec, text[..equals].Trim(), Value(text[(equals + 1)..].Trim()), faults);
            }
        }

        if (faults.Count > 0)
        {
            throw new SpecException("The command line", faults);
        }
    }

    private static void Put(JsonObject spec, string path, JsonNode? value, List<SpecFault> faults)
    {
        var keys = path.Split('.');
        var node = spec;
        for (var i = 0; i < keys.Length - 1; i++)
        {
            switch (node[keys[i]])
            {
                case JsonObject inner:
                    node = inner;
                    continue;
                case null:
                    break;
                case JsonValue word when word.TryGetValue(out string? text) && text == keys[i + 1]:
                    break;
                case JsonNode other:
                    faults.Add(new SpecFault(path, $"{string.Join('.', keys[..(i + 1)])} is {other.ToJsonString()}, which has no part '{keys[i + 1]}'."));
                    return;
            }

            // A word without parameters, "adam", becomes the object {"adam": {...}} that can take one.
            var created = new JsonObject();
            node[keys[i]] = created;
            node = created;
        }

        node[keys[^1]] = value;
    }

    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? JsonValue.Create(number)
                : JsonValue.Create(text);
        }
    }
}
