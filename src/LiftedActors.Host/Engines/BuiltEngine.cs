namespace LiftedActors.Host.Engines;

/// <summary>An engine or device that this build knows, and whether it was taken in.</summary>
/// <param name="Name">The name that people know it by.</param>
/// <param name="Version">The version it was built against; null for a part of this program.</param>
/// <param name="MissingBecause">Null where the engine is built in; otherwise the reason why it was left out.</param>
public sealed record BuiltEngine(string Name, string? Version, string? MissingBecause)
{
    /// <summary>Whether this build has the engine.</summary>
    public bool IsPresent => MissingBecause is null;

    /// <summary>One line: name and version, or name and reason.</summary>
    public string Describe() => IsPresent
        ? $"{Name}: built in{(Version is null ? "" : $", version {Version}")}"
        : $"{Name}: left out of this build ({MissingBecause})";
}
