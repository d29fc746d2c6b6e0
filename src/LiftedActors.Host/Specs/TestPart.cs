namespace LiftedActors.Host.Specs;

/// <summary>What of the test pictures is judged.</summary>
public enum TestPart
{
    /// <summary>Tiles of the size of the training images.</summary>
    Patches,

    /// <summary>Whole pictures, each restored as <c>lifted restore</c> does it.</summary>
    Whole,
}
