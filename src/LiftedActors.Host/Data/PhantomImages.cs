using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Data;

/// <summary>Generated images, a function of the seed alone.</summary>
internal static class PhantomImages
{
    public static ImageSet Draw(ImageShape shape, int train, int test, (long Seed, DataHolding Holding) choice) =>
        new(shape, Draw(shape, choice, (0, train)), Draw(shape, choice, (TaskData.FirstTestSample, test)));

    private static IRowStore Draw(ImageShape shape, (long Seed, DataHolding Holding) choice, (int First, int Count) range)
    {
        var (images, row) = (choice.Holding.Create(range.Count, shape.Pixels), new Real[shape.Pixels]);
        for (var i = 0; i < range.Count; i++)
        {
            Phantoms.Draw(shape, choice.Seed, range.First + i, row);
            images.WriteRow(i, row);
        }

        return images;
    }
}
