using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Restoring;

/// <summary>Restores images of any size.</summary>
public interface IRestorer
{
    /// <summary>Restores a grey image; the result has its shape.</summary>
    Image Restore(Image degraded);
}
