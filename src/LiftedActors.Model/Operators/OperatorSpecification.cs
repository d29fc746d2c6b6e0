namespace LiftedActors.Model.Operators;

/// <summary>A forward operator as text: its word and its parameters, not yet checked against the catalogue.</summary>
/// <remarks>Written <c>gaussian-blur:size=9,sigma=1.5,edges=zero</c>; the order of the parameters is free.</remarks>
public sealed class OperatorSpecification
{
    /// <summary>The operator <paramref name="word"/> with the given parameters.</summary>
    public OperatorSpecification(string word, IReadOnlyDictionary<string, string> parameters)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(parameters);
        (Word, Parameters) = (word, parameters);
    }

    /// <summary>The operator's word, as in <see cref="ForwardOperatorAttribute"/>.</summary>
    public string Word { get; }

    /// <summary>The parameters' values as text, by their names in kebab-case.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>Reads the written form.</summary>
    /// <exception cref="FormatException">A parameter lacks its value, or is given twice.</exception>
    public static OperatorSpecification Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var word = (colon < 0 ? text : text[..colon]).Trim();
        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var rest = colon < 0 ? string.Empty : text[(colon + 1)..];
        foreach (var part in rest.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new FormatException($"'{part}' in the operator '{text}' is not of the form name=value.");
            }

            if (!parameters.TryAdd(part[..equals].Trim(), part[(equals + 1)..].Trim()))
            {
                throw new FormatException($"'{part[..equals].Trim()}' is given twice in the operator '{text}'.");
            }
        }

        return new OperatorSpecification(word, parameters);
    }

    /// <summary>The written form, parameters in alphabetical order.</summary>
    public override string ToString() => Parameters.Count == 0
        ? Word
        : $"{Word}:{string.Join(',', Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"))}";
}
