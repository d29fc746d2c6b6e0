namespace LiftedActors.Host.Specs;

/// <summary>A spec with faults, all of them.</summary>
/// <param name="source">What was read: a file name or the name of a built-in experiment.</param>
/// <param name="faults">The faults; at least one.</param>
public sealed class SpecException(string source, IReadOnlyList<SpecFault> faults)
    : Exception($"{source} has {(faults.Count == 1 ? "a fault" : $"{faults.Count} faults")}:{string.Concat(faults.Select(fault => $"{Environment.NewLine}  {fault}"))}")
{
    /// <summary>A spec with one fault.</summary>
    public SpecException(string source, string path, string message)
        : this(source, [new SpecFault(path, message)])
    {
    }

    /// <summary>The faults.</summary>
    public IReadOnlyList<SpecFault> Faults { get; } = faults;
}
