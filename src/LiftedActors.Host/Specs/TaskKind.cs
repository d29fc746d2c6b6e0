namespace LiftedActors.Host.Specs;

/// <summary>What is to be learned.</summary>
public enum TaskKind
{
    /// <summary>Clean images from degraded ones.</summary>
    Restoration,

    /// <summary>The class that an image belongs to.</summary>
    Classification,
}
