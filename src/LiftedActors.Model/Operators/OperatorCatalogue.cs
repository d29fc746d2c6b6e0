using System.Globalization;
using System.Reflection;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Operators;

/// <summary>The forward operators that a spec may name, found by scanning this assembly for <see cref="ForwardOperatorAttribute"/>.</summary>
public static class OperatorCatalogue
{
    private static readonly SortedDictionary<string, ConstructorInfo> Constructors = Scan();

    /// <summary>The known words, in alphabetical order.</summary>
    public static IReadOnlyCollection<string> Words => Constructors.Keys;

    /// <summary>The parameters of an operator in kebab-case, with whether each may be left out.</summary>
    /// <exception cref="ArgumentException">The word is not known.</exception>
    public static IReadOnlyList<(string Name, Type Type, bool Optional)> ParametersOf(string word) =>
        [.. SpecParameters(Find(word)).Select(parameter => (Spelling.KebabCase(parameter.Name!), parameter.ParameterType, IsOptional(parameter)))];

    /// <summary>Everything that is wrong with a specification for images of a shape, one sentence each; empty if it can be built.</summary>
    public static IReadOnlyList<string> Faults(OperatorSpecification specification, ImageShape shape)
    {
        ArgumentNullException.ThrowIfNull(specification);
        if (!Constructors.TryGetValue(specification.Word, out var constructor))
        {
            return [UnknownWord(specification.Word)];
        }

        var faults = new List<string>();
        var parameters = SpecParameters(constructor).ToDictionary(parameter => Spelling.KebabCase(parameter.Name!), StringComparer.Ordinal);
        foreach (var (name, text) in specification.Parameters)
        {
            if (!parameters.TryGetValue(name, out var parameter))
            {
                faults.Add($"The operator '{specification.Word}' has no parameter '{name}': {Spelling.Suggestion(name, parameters.Keys)}.");
            }
            else if (!TryConvert(text, parameter.ParameterType, out _))
            {
                faults.Add($"The parameter '{name}' of '{specification.Word}' cannot be '{text}': give {Description(parameter.ParameterType)}.");
            }
        }

        foreach (var (name, parameter) in parameters)
        {
            if (!IsOptional(parameter) && !specification.Parameters.ContainsKey(name))
            {
                faults.Add($"The operator '{specification.Word}' needs the parameter '{name}': give {Description(parameter.ParameterType)}.");
            }
        }

        return faults.Count > 0 ? faults : ConstructionFault(constructor, specification, shape);
    }

    /// <summary>Builds the operator family that a specification describes.</summary>
    /// <param name="specification">The word and the parameters.</param>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="seed">The seed for a family that draws its operators, unless the specification names one.</param>
    /// <exception cref="ArgumentException">The specification has <see cref="Faults"/>; the message holds them all.</exception>
    public static OperatorFamily Create(OperatorSpecification specification, ImageShape shape, long seed)
    {
        var faults = Faults(specification, shape);
        return faults.Count == 0
            ? Build(Find(specification.Word), specification, shape, seed)
            : throw new ArgumentException(string.Join(' ', faults));
    }

    private static SortedDictionary<string, ConstructorInfo> Scan()
    {
        var found = new SortedDictionary<string, ConstructorInfo>(StringComparer.Ordinal);
        foreach (var type in typeof(OperatorCatalogue).Assembly.GetTypes())
        {
            if (type.GetCustomAttribute<ForwardOperatorAttribute>() is { } attribute)
            {
                found.Add(attribute.Word, type.GetConstructors().Single());
            }
        }

        return found;
    }

    private static ConstructorInfo Find(string word) =>
        Constructors.TryGetValue(word, out var constructor) ? constructor : throw new ArgumentException(UnknownWord(word), nameof(word));

    private static string UnknownWord(string word) => $"There is no operator '{word}': {Spelling.Suggestion(word, Words)}.";

    private static IEnumerable<ParameterInfo> SpecParameters(ConstructorInfo constructor) =>
        constructor.GetParameters().Where(parameter => parameter.ParameterType != typeof(ImageShape));

    private static bool IsSeed(ParameterInfo parameter) => parameter.Name == "seed";

    private static bool IsOptional(ParameterInfo parameter) => parameter.HasDefaultValue || IsSeed(parameter);

    private static OperatorFamily Build(ConstructorInfo constructor, OperatorSpecification specification, ImageShape shape, long seed)
    {
        var arguments = constructor.GetParameters().Select(parameter => Argument(parameter, specification, shape, seed)).ToArray();
        return (OperatorFamily)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, CultureInfo.InvariantCulture);
    }

    private static object? Argument(ParameterInfo parameter, OperatorSpecification specification, ImageShape shape, long seed)
    {
        if (parameter.ParameterType == typeof(ImageShape))
        {
            return shape;
        }

        if (specification.Parameters.TryGetValue(Spelling.KebabCase(parameter.Name!), out var text) && TryConvert(text, parameter.ParameterType, out var value))
        {
            return value;
        }

        return IsSeed(parameter) ? seed : parameter.DefaultValue;
    }

    // The constructor is the only judge of the values' ranges.
    private static string[] ConstructionFault(ConstructorInfo constructor, OperatorSpecification specification, ImageShape shape)
    {
        try
        {
            Build(constructor, specification, shape, 0);
            return [];
        }
        catch (ArgumentException fault)
        {
            return [fault.Message];
        }
    }

    private static bool TryConvert(string text, Type type, out object? value)
    {
        value = null;
        if (type.IsEnum)
        {
            value = Enum.GetValues(type).Cast<object>().FirstOrDefault(member => Spelling.KebabCase(member.ToString()!) == text);
        }
        else if (type == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            value = whole;
        }
        else if (type == typeof(long) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large))
        {
            value = large;
        }
        else if (type == typeof(double) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            value = number;
        }

        return value is not null;
    }

    private static string Description(Type type) => type.IsEnum
        ? $"one of {string.Join(", ", Enum.GetNames(type).Select(Spelling.KebabCase))}"
        : type == typeof(double) ? "a number" : "a whole number";
}
