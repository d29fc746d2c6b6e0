using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Data;

/// <summary>Images of one shape to train and to test on, before anything happened to them.</summary>
/// <param name="Shape">The shape of an image.</param>
/// <param name="Train">images × pixels.</param>
/// <param name="Test">images × pixels.</param>
internal sealed record ImageSet(ImageShape Shape, IRowStore Train, IRowStore Test)
{
    /// <summary>What the user should know of the files, one sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
