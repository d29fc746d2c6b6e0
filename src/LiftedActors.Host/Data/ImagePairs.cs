using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Data;

/// <summary>Clean images and what is seen of them.</summary>
/// <param name="Clean">images × pixels.</param>
/// <param name="Degraded">images × pixels.</param>
public sealed record ImagePairs(IRows Clean, IRows Degraded)
{
    /// <summary>The number of pairs.</summary>
    public int Count => Clean.Rows;

    /// <summary>Some of the images; nothing is copied.</summary>
    public ImagePairs Range(int first, int count) => new(new RowRange(Clean, first, count), new RowRange(Degraded, first, count));
}
