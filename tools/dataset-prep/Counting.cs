using LiftedActors.Model.Imaging;

namespace LiftedActors.DatasetPrep;

/// <summary>How many images fit into one file.</summary>
internal static class Counting
{
    /// <summary>Refuses a number of images that is not positive or does not fit into one tensor.</summary>
    /// <exception cref="UsageException">The number makes no sense.</exception>
    public static void RefuseUnlessFits(int count, ImageShape shape)
    {
        var most = Array.MaxLength / sizeof(float) / shape.Pixels;
        if (count < 1 || count > most)
        {
            throw new UsageException($"{count} images of {shape} pixels do not make a file: give --count from 1 to {most}.");
        }
    }
}
