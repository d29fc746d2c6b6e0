namespace LiftedActors.Host.Specs;

/// <summary>The specs of a folder of <c>config</c>, which this program carries with it.</summary>
/// <param name="folder">The folder.</param>
internal sealed class EmbeddedSpecs(string folder)
{
    private readonly string _prefix = $"{folder}/";

    /// <summary>Their names, in alphabetical order.</summary>
    public IReadOnlyList<string> Names => field ??= [.. typeof(EmbeddedSpecs).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(_prefix, StringComparison.Ordinal))
        .Select(name => Path.GetFileNameWithoutExtension(name))
        .Order(StringComparer.Ordinal)];

    /// <summary>The text of a spec.</summary>
    public string Text(string name)
    {
        using var reader = new StreamReader(typeof(EmbeddedSpecs).Assembly.GetManifestResourceStream($"{_prefix}{name}.json")!);
        return reader.ReadToEnd();
    }
}
