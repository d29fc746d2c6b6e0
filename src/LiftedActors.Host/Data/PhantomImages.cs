using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Data;

/// <summary>Generated images, a function of the seed alone.</summary>
internal static class PhantomImages
{
    public static ImageSet Draw(ImageShape shape, int train, int test, long seed) =>
        new(shape, Draw(shape, seed, (0, train)), Draw(shape, seed, (TaskData.FirstTestSample, test)));

    private static Matrix Draw(ImageShape shape, long seed, (int First, int Count) range)
    {
        var images = new Matrix(range.Count, shape.Pixels);
        for (var i = 0; i < range.Count; i++)
        {
            Phantoms.Draw(shape, seed, range.First + i, images.Row(i));
        }

        return images;
    }
}
