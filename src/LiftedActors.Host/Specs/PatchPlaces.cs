namespace LiftedActors.Host.Specs;

/// <summary>Where the patches lie that are cut out of pictures for training.</summary>
public enum PatchPlaces
{
    /// <summary>Beside each other, in order.</summary>
    Tiles,

    /// <summary>Anywhere, turned and mirrored, drawn by the seed.</summary>
    Random,
}
