using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Data;

/// <summary>Clean images and what is seen of them.</summary>
/// <param name="Clean">images × pixels.</param>
/// <param name="Degraded">images × pixels.</param>
public sealed record ImagePairs(Matrix Clean, Matrix Degraded)
{
    /// <summary>Some of the images, copied.</summary>
    public ImagePairs Rows(int first, int count) => new(Clean.CopyRows(first, count), Degraded.CopyRows(first, count));
}
