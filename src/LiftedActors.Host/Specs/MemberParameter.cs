using System.Text.Json.Nodes;
using LiftedActors.Model.Operators;

namespace LiftedActors.Host.Specs;

/// <summary>A parameter of a word in a spec: one parameter of the member's constructor.</summary>
/// <param name="Name">The name as the constructor spells it, or in kebab-case; both are accepted in a spec.</param>
/// <param name="Type">The type: a number, a truth value, or an enumeration whose words are in kebab-case.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
/// <param name="Default">The value that it takes then; null where the member finds it by itself.</param>
public sealed record MemberParameter(string Name, Type Type, bool IsOptional, object? Default)
{
    /// <summary>Whether a key of a spec means this parameter.</summary>
    public bool IsNamed(string key) => string.Equals(Plain(Name), Plain(key), StringComparison.OrdinalIgnoreCase);

    /// <summary>What the parameter expects, for a sentence.</summary>
    public string Expectation => Type.IsEnum
        ? $"one of {string.Join(", ", Enum.GetNames(Type).Select(Spelling.KebabCase))}"
        : Type == typeof(double) ? "a number" : Type == typeof(bool) ? "true or false" : "a whole number";

    /// <summary>Converts a JSON value; null where it is not of the type.</summary>
    public object? Convert(JsonNode? node)
    {
        if (node is not JsonValue value)
        {
            return null;
        }

        if (Type.IsEnum)
        {
            return value.TryGetValue(out string? word)
                ? Enum.GetValues(Type).Cast<object>().FirstOrDefault(member => Spelling.KebabCase(member.ToString()!) == word)
                : null;
        }

        return Type == typeof(double) && value.TryGetValue(out double number) && double.IsFinite(number) ? number
            : Type == typeof(int) && value.TryGetValue(out int whole) ? whole
            : Type == typeof(long) && value.TryGetValue(out long large) ? large
            : Type == typeof(bool) && value.TryGetValue(out bool truth) ? truth
            : null;
    }

    /// <summary>The default as JSON; null where there is none that JSON can hold.</summary>
    public JsonNode? DefaultNode() => Default switch
    {
        double number when double.IsFinite(number) => JsonValue.Create(number),
        int whole => JsonValue.Create(whole),
        long large => JsonValue.Create(large),
        bool truth => JsonValue.Create(truth),
        Enum member => JsonValue.Create(Spelling.KebabCase(member.ToString())),
        _ => null,
    };

    private static string Plain(string name) => name.Replace("-", string.Empty, StringComparison.Ordinal);
}
