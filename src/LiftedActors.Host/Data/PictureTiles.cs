using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Data;

/// <summary>Square tiles of the pictures of a folder, in the order of the pictures, row after row.</summary>
internal static class PictureTiles
{
    /// <summary>Tiles of one folder, the last ones for testing.</summary>
    public static ImageSet Read(PictureFolder folder, ImageShape tile, (int Train, int Test) counts, DataHolding holding)
    {
        var (train, test) = (holding.Create(counts.Train, tile.Pixels), holding.Create(counts.Test, tile.Pixels));
        Fill(folder, tile, counts.Train + counts.Test, (i, pixels) =>
        {
            var (images, row) = i < counts.Train ? (train, i) : (test, i - counts.Train);
            images.WriteRow(row, pixels);
        });
        return new ImageSet(tile, train, test);
    }

    /// <summary>The first tiles of a folder.</summary>
    public static IRowStore Read(PictureFolder folder, ImageShape tile, int count, DataHolding holding)
    {
        var images = holding.Create(count, tile.Pixels);
        Fill(folder, tile, count, images.WriteRow);
        return images;
    }

    private static void Fill(PictureFolder folder, ImageShape tile, int wanted, Write write)
    {
        var count = 0;
        for (var i = 0; i < folder.Files.Count && count < wanted; i++)
        {
            var picture = PictureFolder.Read(folder.Files[i]);
            for (var top = 0; top + tile.Height <= picture.Height; top += tile.Height)
            {
                for (var left = 0; left + tile.Width <= picture.Width && count < wanted; left += tile.Width)
                {
                    write(count, picture.Crop(top, left, tile).Pixels);
                    count++;
                }
            }
        }

        if (count < wanted)
        {
            throw new DataFaultException($"{folder.Path}: {wanted} tiles of {tile} are asked for, but the pictures give {count}; ask for fewer or smaller ones.");
        }
    }

    private delegate void Write(int row, ReadOnlySpan<Real> values);
}
