using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Data;

/// <summary>A whole picture to test on.</summary>
/// <param name="Clean">The picture.</param>
/// <param name="Degraded">What is seen of it.</param>
public sealed record TestPicture(Image Clean, Image Degraded)
{
    /// <summary>Both as one sample.</summary>
    public SamplePairs Sample => new(Row(Degraded), Row(Clean));

    /// <summary>The patch in the middle.</summary>
    /// <param name="shape">Its shape, no larger than the picture.</param>
    public TestPicture Centre(ImageShape shape)
    {
        var (top, left) = ((Clean.Height - shape.Height) / 2, (Clean.Width - shape.Width) / 2);
        return new TestPicture(Clean.Crop(top, left, shape), Degraded.Crop(top, left, shape));
    }

    private static Matrix Row(Image image) => Matrix.Over(image.Pixels.ToArray(), 1, image.Shape.Pixels);
}
