using System.Reflection;

namespace LiftedActors.Model.Potentials;

/// <summary>All activations, found by scanning for <see cref="ActivatesAttribute"/>: a new member is a new file and nothing else.</summary>
public static class PotentialCatalogue
{
    private const string NotMonotone = "it is not monotone, so that it is the prox of no convex potential";
    private static readonly SortedDictionary<string, Type> Members = Scan();

    /// <summary>Known activations that no member can be, with the reason.</summary>
    private static readonly Dictionary<string, string> Refusals = new(StringComparer.OrdinalIgnoreCase)
    {
        ["silu"] = NotMonotone,
        ["swish"] = NotMonotone,
        ["gelu"] = NotMonotone,
        ["mish"] = NotMonotone,
        ["hard-swish"] = NotMonotone,
        ["selu"] = "its slope exceeds 1 below zero, so that it is the prox of no convex potential; elu is one",
    };

    /// <summary>The known words, sorted.</summary>
    public static IReadOnlyCollection<string> Words => Members.Keys;

    /// <summary>The parameters of an activation: the constructor parameters of its law with their default values.</summary>
    /// <param name="word">A known word.</param>
    /// <exception cref="ArgumentException">The word is not known.</exception>
    public static IReadOnlyList<ParameterInfo> Parameters(string word) => Constructor(Member(word))?.GetParameters() ?? [];

    /// <summary>Creates an activation's potential.</summary>
    /// <param name="word">A known word.</param>
    /// <param name="parameters">Values by parameter name; what is absent takes its default.</param>
    /// <exception cref="ArgumentException">The word or a parameter is not known, or a value is out of its range.</exception>
    public static ConvexPotential Create(string word, IReadOnlyDictionary<string, double> parameters)
    {
        var member = Member(word);
        var constructor = Constructor(member);
        var expected = constructor?.GetParameters() ?? [];
        var unknown = parameters.Keys.FirstOrDefault(key => !expected.Any(p => Named(p, key)));
        if (unknown is not null)
        {
            var known = expected.Length == 0 ? "it has none" : string.Join(", ", expected.Select(p => p.Name));
            throw new ArgumentException($"'{unknown}' is not a parameter of {word}; known: {known}.", nameof(parameters));
        }

        var arguments = expected
            .Select(p => parameters.Where(entry => Named(p, entry.Key)).Select(entry => p.ParameterType == typeof(int) ? Whole(word, p, entry.Value) : (object)entry.Value).FirstOrDefault() ?? p.DefaultValue)
            .ToArray();
        try
        {
            var created = (constructor is null ? Activator.CreateInstance(member) : constructor.Invoke(arguments))!;
            return created as ConvexPotential
                ?? (ConvexPotential)Activator.CreateInstance(typeof(Separable<>).MakeGenericType(member), created)!;
        }
        catch (TargetInvocationException exception) when (exception.InnerException is ArgumentException inner)
        {
            throw new ArgumentException($"{word}: {inner.Message}", inner);
        }
    }

    /// <summary>Creates an activation's potential with all parameters at their defaults.</summary>
    /// <param name="word">A known word.</param>
    /// <exception cref="ArgumentException">The word is not known.</exception>
    public static ConvexPotential Create(string word) => Create(word, new Dictionary<string, double>());

    /// <summary>Why a known activation is no member, as half a sentence; null for every other word.</summary>
    public static string? Refusal(string word) => Refusals.GetValueOrDefault(word);

    private static int Whole(string word, ParameterInfo parameter, double value) =>
        value is >= int.MinValue and <= int.MaxValue && Math.Floor(value) == value
            ? (int)value
            : throw new ArgumentException($"{word}: The {parameter.Name} must be a whole number, which {value} is not.", nameof(value));

    private static bool Named(ParameterInfo parameter, string key) => string.Equals(parameter.Name, key, StringComparison.OrdinalIgnoreCase);

    private static Type Member(string word) =>
        Members.TryGetValue(word, out var member)
            ? member
            : throw new ArgumentException(
                $"'{word}' is not an activation{(Refusal(word) is { } reason ? $" here: {reason}" : "")}; known: {string.Join(", ", Words)}.", nameof(word));

    private static ConstructorInfo? Constructor(Type member) =>
        member.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault();

    private static SortedDictionary<string, Type> Scan()
    {
        var members = new SortedDictionary<string, Type>(StringComparer.Ordinal);
        foreach (var type in typeof(PotentialCatalogue).Assembly.GetTypes())
        {
            if (type.GetCustomAttribute<ActivatesAttribute>() is { } attribute)
            {
                members.Add(attribute.Word, type);
            }
        }

        return members;
    }
}
