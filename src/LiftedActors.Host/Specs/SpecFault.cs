namespace LiftedActors.Host.Specs;

/// <summary>One fault of an experiment spec.</summary>
/// <param name="Path">Where it is: the JSON path, such as <c>method.outer</c>.</param>
/// <param name="Message">One sentence that names the fault and the mend.</param>
public sealed record SpecFault(string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message}";
}
